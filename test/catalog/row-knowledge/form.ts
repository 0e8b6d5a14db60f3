/** A clean-up and the constraint that wants it. */
export interface Form {
  /** Statements before the clean-up, in the same migration; the schema of the fixture is there. */
  readonly given?: string;
  readonly sql: string;
  /** SET NOT NULL, a unique index, a foreign key or a CHECK. */
  readonly then: string;
  readonly strength: 'proven' | 'likely' | 'nothing';
  /** `likely` although no rows are known that spoil it: we do not look that closely. */
  readonly harmless?: true;
}

type Short = readonly [sql: string, then: string, strength: Form['strength'], given?: string];
export const forms = (list: readonly Short[], harmless?: true): readonly Form[] =>
  list.map(([sql, then, strength, given]) => ({ sql, then, strength, ...(given === undefined ? {} : { given }), ...(harmless ? { harmless } : {}) }));

export const notNull = (column: string, table = 'c'): string => `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`;
export const unique = (keys: string, rest = '', table = 'c'): string => `CREATE UNIQUE INDEX u ON ${table} (${keys})${rest}`;
export const foreignKey = (columns: string, target: string, table = 'c'): string =>
  `ALTER TABLE ${table} ADD CONSTRAINT k FOREIGN KEY (${columns}) REFERENCES ${target}`;
export const check = (expression: string): string => `ALTER TABLE c ADD CONSTRAINT k CHECK (${expression})`;
