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
  /**
   * Relation or type → tables and views that mention it (foreign keys, partitions, inheritance, column types, queries).
   * May name more than still do: look before you believe it. Kept by the setters in `change.ts`.
   */
  readonly mentionedBy: PersistentMap<ReadonlySet<RelationKey>>;
  /** Tables and types as the migration found them, so that ageing looks at what it changed only. */
  readonly found: { readonly tables: PersistentMap<Table>; readonly types: PersistentMap<Type> };
  /** The last few migrations and the tables whose rows they proved something about, newest last. */
  readonly recent: readonly { readonly migration: string; readonly tables: readonly RelationKey[] }[];
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
  mentionedBy: PersistentMap.empty(),
  found: { tables: PersistentMap.empty(), types: PersistentMap.empty() },
  recent: [],
});
