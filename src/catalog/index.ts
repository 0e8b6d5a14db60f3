export { apply } from './apply.ts';
export { assumedTable } from './assumed.ts';
export { beginMigration } from './begin-migration.ts';
export * from './catalog.ts';
export { withGap } from './change.ts';
export { childrenOf, descendantsOf, foreignKeysTo, partitionsOf, tablesUsing, viewsOn, viewsOnDeep } from './dependents.ts';
export { indexesCovering, isNewIn, primaryKeyOf, uniqueKeysOf } from './keys.ts';
export {
  columnNamed,
  findColumn,
  findConstraint,
  findFunction,
  findIndex,
  findSequence,
  findTable,
  findType,
  findView,
  functionKey,
  keyOf,
  newKey,
  relationKey,
  tableKey,
  typeKey,
  whyIncomplete,
} from './lookup.ts';
export * from './model.ts';
export { NO_PROOFS } from './proofs.ts';
export { PersistentMap } from './persistent-map.ts';
export { catalogOf, type PortableCatalog, portableCatalog } from './portable.ts';
export * from './row-knowledge/index.ts';
export { evaluate, isFalse, isNotTrue, isTrue, type Known, type KnownColumns } from './row-knowledge/known.ts';
export { knownOf } from './row-knowledge/facts.ts';
