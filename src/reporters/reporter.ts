import type { Report } from '../core/index.ts';

export interface ReporterOptions {
  readonly color: boolean;
  /** Columns that a line may take. */
  readonly width: number;
  /**
   * The current folder as seen from the top of the repository, `apps/web/`; left out: it is the top. For formats whose readers
   * look for files from there.
   */
  readonly folder?: string;
}

/** A report as text. Pure: the same report gives the same text. */
export type Reporter = (report: Report, options: ReporterOptions) => string;
