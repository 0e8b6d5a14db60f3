// All that an author of rules imports: the words (types) of every room below, and the questions that can be asked. What
// changes a catalog or executes a file is not among them.

export type * from '../core/index.ts';
export type * from '../operation/index.ts';
export type * from '../catalog/index.ts';
export type * from '../postgres/index.ts';
export type * from '../runner/index.ts';
export { assertNever, displayName, HARMS, quoteIdentifier, quoteLiteral, quoteName, SEVERITIES, union, valueIn } from '../core/index.ts';
export {
  callsOf,
  children,
  columnsOf,
  conjuncts,
  equalExpressions,
  equalTypes,
  expressionsOf,
  expressionsOfQuery,
  isConstant,
  queriesOf,
  renderColumn,
  renderConstraint,
  isPrintable,
  renderExpression,
  renderIndex,
  renderType,
  someExpression,
  tablesNamedBy,
  tablesOf,
} from '../operation/index.ts';
export {
  childrenOf,
  columnNamed,
  findColumn,
  findConstraint,
  findFunction,
  findIndex,
  findSequence,
  findTable,
  findType,
  findView,
  foreignKeysTo,
  indexesCovering,
  isNeverNull,
  isNewIn,
  isRealCondition,
  keyOf,
  partitionsOf,
  primaryKeyOf,
  tablesUsing,
  uniqueKeysOf,
  viewsOn,
  viewsOnDeep,
} from '../catalog/index.ts';
export { compareCatalogs, type Difference, type External } from '../drift/index.ts';
export { isVolatile, NEWEST_POSTGRES, POSTGRES_VERSIONS, resolveType, typeChange, volatilityOf } from '../postgres/index.ts';
export * from './advice.ts';
export { constraintsWritten } from './constraints.ts';
export { WHOLE_FILE } from './circumstances.ts';
export { renderAttribute } from './attributes.ts';
export { defineRule } from './define.ts';
export { type NamedByClient, namedByClient } from './deployed.ts';
export * from './duplicates.ts';
export * from './fixes.ts';
export { harmsOf, severityOf } from './harms.ts';
export { definePlugin, type Plugin } from './plugin.ts';
export * from './renames.ts';
export * from './rule.ts';
export { transactionReason } from './transactions.ts';
