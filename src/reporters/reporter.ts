import type { Report } from '../core/index.ts';

export interface ReporterOptions {
  readonly color: boolean;
  /** Columns that a line may take. */
  readonly width: number;
}

/** A report as text. Pure: the same report gives the same text. */
export type Reporter = (report: Report, options: ReporterOptions) => string;
