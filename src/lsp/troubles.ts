import { type Diagnostic as Shown, DiagnosticSeverity } from 'vscode-languageserver';
import { uriOf } from './addresses.ts';
import { SOURCE } from './diagnostics.ts';
import type { Trouble } from './workspace.ts';

/** What is wrong with projects and configurations: shown once as a message, and at its place until it is mended. */
export class Troubles {
  readonly #current = new Map<string, Trouble>();
  readonly #publish: (uri: string, diagnostics: Shown[]) => void;
  readonly #show: (message: string) => void;

  constructor(publish: (uri: string, diagnostics: Shown[]) => void, show: (message: string) => void) {
    this.#publish = publish;
    this.#show = show;
  }

  /** Null: nothing is wrong with the project any more. */
  report(project: string, trouble: Trouble | null): void {
    const before = this.#current.get(project);
    const isKnown = [...this.#current.values()].some(({ message }) => message === trouble?.message);
    if (trouble) this.#current.set(project, trouble);
    else this.#current.delete(project);
    for (const file of new Set([before?.file, trouble?.file])) if (file !== undefined && file !== null) this.#publish(uriOf(file), this.#at(file));
    if (trouble && !isKnown) this.#show(trouble.message);
  }

  /** Several projects may share a configuration; the same mistake is said once. */
  #at(file: string): Shown[] {
    const found = new Map([...this.#current.values()].filter((trouble) => trouble.file === file).map((trouble) => [trouble.message, trouble]));
    return [...found.values()].map(({ message, line }) => {
      const start = { line: (line ?? 1) - 1, character: 0 };
      return { range: { start, end: { line: start.line + 1, character: 0 } }, severity: DiagnosticSeverity.Error, source: SOURCE, message };
    });
  }
}

/** For the log: what nobody foresaw. */
export const traceOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
