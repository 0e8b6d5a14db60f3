import type { Span } from './text.ts';

/** Where something is written in a schema. `file`: as it is reported. */
export interface SchemaPlace {
  readonly file: string;
  readonly span: Span;
}

/** What schema.prisma says, as far as rules ask. Names on the left are Prisma's, `table`/`column` the database's. */
export interface SchemaModel {
  readonly path: string;
  readonly models: readonly ModelFacts[];
  /** The connection URL, as far as it can be looked up, sets a lock_timeout for whoever connects with it. */
  readonly setsLockTimeout?: true;
  /** Tables that Prisma keeps relations with lists on both sides in. Left out: nobody looked. */
  readonly joinTables?: readonly { readonly schema: string | null; readonly table: string }[];
}

export interface ModelFacts {
  readonly model: string;
  readonly schema: string | null;
  readonly table: string;
  readonly ignored: boolean;
  readonly fields: readonly FieldFacts[];
  /** It stands for a view of the database. */
  readonly isView?: true;
  /** Its first line. Left out: not known. */
  readonly place?: SchemaPlace;
}

export interface FieldFacts {
  readonly field: string;
  readonly column: string;
  readonly required: boolean;
  readonly ignored: boolean;
  /** A default that only Prisma Client fills in: `uuid()`, `cuid()`, `nanoid()`, `@updatedAt`. */
  readonly clientDefault: string | null;
  /** Its line. Left out: not known. */
  readonly place?: SchemaPlace;
}
