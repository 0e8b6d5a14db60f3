import type { Catalog } from '../catalog/index.ts';
import type { Operation, OperationKind, OperationOf } from '../operation/index.ts';
import { columnEffects } from './columns/index.ts';
import { constraintEffects } from './constraints/index.ts';
import type { EffectsByKind } from './dispatch.ts';
import { type Effects, NO_EFFECTS, type Server } from './effects.ts';
import { indexEffects } from './indexes/index.ts';
import { objectEffects } from './objects/index.ts';
import { tableEffects } from './tables/index.ts';

const HANDLERS: Partial<EffectsByKind> = { ...tableEffects, ...columnEffects, ...constraintEffects, ...indexEffects, ...objectEffects };

/** What PostgreSQL does because of `operation`, given the database as it is before it. */
export function effects(operation: Operation, catalog: Catalog, server: Server): Effects {
  return effectsOfKind(operation.kind, operation, catalog, server);
}

/** Keeps the kind and the operation of that kind together for the compiler. */
function effectsOfKind<Kind extends OperationKind>(kind: Kind, operation: OperationOf<Kind>, catalog: Catalog, server: Server): Effects {
  const handler = HANDLERS[kind];
  return handler ? handler(operation, catalog, server) : NO_EFFECTS;
}

export { combine } from './build.ts';
export * from './effects.ts';
export { executionOrder } from './passes.ts';
export { resolveType, type ResolvedType } from './types.ts';
export { type TypeChange, typeChange, type TypeChangeRequest } from './type-change.ts';
export { isVolatile, type Volatility, type VolatilityFact, volatilityOf } from './volatility.ts';
