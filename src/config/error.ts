/** A mistake in a configuration, with its place. `line` counts from 1; null: the file as a whole. */
export class ConfigError extends Error {
  readonly file: string;
  readonly line: number | null;

  constructor(what: string, file: string, line: number | null = null) {
    super(what);
    this.name = 'ConfigError';
    this.file = file;
    this.line = line;
  }
}
