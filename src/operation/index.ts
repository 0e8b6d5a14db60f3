export * from './definition.ts';
export * from './expression.ts';
export * from './operation.ts';
export * from './script.ts';
export { expressionsOf, expressionsOfQuery, tablesNamedBy } from './parts.ts';
