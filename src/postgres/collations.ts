import type { Column } from '../catalog/index.ts';
import type { QualifiedName } from '../core/index.ts';
import { isCharacter, type ResolvedType, underlying } from './types.ts';

/** The collation that a type brings: of names it is "C", of other text the database's, and none of anything else. */
const ofType = (type: ResolvedType): string | null => (!isCharacter(type) && !isTextArray(type) ? null : underlying(type).name === 'name' ? 'C' : 'default');
const isTextArray = (type: ResolvedType): boolean => type.array && isCharacter({ ...type, array: false });

/**
 * Does ALTER TYPE change the column's collation? Without COLLATE the new type's own comes back, whatever the column had.
 * Source: GetColumnDefCollation(). A changed collation rebuilds indexes and ends prepared statements.
 */
export function changesCollation(column: Column, from: ResolvedType, to: ResolvedType, written: QualifiedName | null): boolean {
  const before = column.collation ?? ofType(from) ?? 'default';
  const after = written?.name ?? ofType(to);
  return after !== null && before !== after;
}
