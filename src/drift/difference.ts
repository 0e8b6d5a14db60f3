import type { Index, RelationKey } from '../catalog/index.ts';

/** A point in which two descriptions of one database differ. */
export interface Difference {
  readonly what: 'table' | 'column' | 'type' | 'nullability' | 'default' | 'primary key' | 'unique' | 'index' | 'foreign key' | 'enum' | 'enum values';
  /** The table, or the enum, as `schema.name`. */
  readonly on: RelationKey;
  /** The columns that it is about; none for tables and enums. */
  readonly columns: readonly string[];
  /** What schema.prisma comes to, in words of SQL; null: it has no such thing. */
  readonly described: string | null;
  /** What the migrations come to; null: they have no such thing. */
  readonly migrated: string | null;
  /** The index or unique key itself, where it is one that only one side has. */
  readonly index?: Index;
}
