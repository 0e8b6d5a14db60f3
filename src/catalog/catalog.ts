import type { FunctionEntry, RelationKey, Sequence, Table, Type, View } from './model.ts';
import { PersistentMap } from './persistent-map.ts';

/**
 * The database as the replay knows it at one moment. Immutable: `apply` gives the next one.
 * Ask it through `lookup.ts` (`findTable`, `findType`, …), which know the search path and what is unknown.
 */
export interface Catalog {
  /** Tables, partitioned and foreign tables by `schema.name`. */
  readonly tables: PersistentMap<Table>;
  readonly views: PersistentMap<View>;
  readonly sequences: PersistentMap<Sequence>;
  readonly types: PersistentMap<Type>;
  /** By `schema.name`; overloads share an entry list. */
  readonly functions: PersistentMap<readonly FunctionEntry[]>;
  /** Index name → table or materialized view that has it, by `schema.index`. */
  readonly indexOwners: PersistentMap<RelationKey>;
  readonly schemas: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  /** Schemas that unqualified names are looked up in; the first is where they are created. */
  readonly searchPath: readonly string[];
  /**
   * Does the history start from an empty database? `false` for a lone file or a history whose first migration already
   * alters tables: then what is not found is unknown, not absent.
   */
  readonly complete: boolean;
  /** Why names may be missing (opaque or dynamic statements), newest last. */
  readonly gaps: readonly string[];
  /** The migration being replayed (`beginMigration` sets it): what was born in it is not `existing`. Null before the first. */
  readonly migration: string | null;
  /** Session time zone as far as statements set it: decides timestamp ↔ timestamptz. */
  readonly timeZone: string | null;
}

export const emptyCatalog = (complete: boolean): Catalog => ({
  tables: PersistentMap.empty(),
  views: PersistentMap.empty(),
  sequences: PersistentMap.empty(),
  types: PersistentMap.empty(),
  functions: PersistentMap.empty(),
  indexOwners: PersistentMap.empty(),
  schemas: new Set(['public']),
  extensions: new Set(),
  searchPath: ['public'],
  complete,
  gaps: [],
  migration: null,
  timeZone: null,
});
