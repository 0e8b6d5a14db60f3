/** A statement that both front ends understand, and differently. */
export interface Defect {
  readonly sql: string;
  /** What pgsql-ast-parser does to it, so that nothing on our side can mend it. */
  readonly because: string;
}

export const DEFECTS: readonly Defect[] = [];
