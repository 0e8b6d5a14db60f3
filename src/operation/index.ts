export * from './definition.ts';
export * from './expression.ts';
export * from './operation.ts';
export * from './script.ts';
export { expressionsOf, expressionsOfQuery } from './parts.ts';
export { tablesNamedBy } from './tables.ts';
export { equalExpressions, equalTypes } from './equal.ts';
export { mapExpression, mapParts, mapQuery } from './map.ts';
export * from './walk.ts';
