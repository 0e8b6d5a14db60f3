import type { Catalog } from '../catalog/index.ts';
import type { Operation, OperationKind, OperationOf } from '../operation/index.ts';
import { columnEffects } from './columns/index.ts';
import { constraintEffects } from './constraints/index.ts';
import { asConditional, asFailing } from './build.ts';
import type { EffectsByKind } from './dispatch.ts';
import type { Effects, Server } from './effects.ts';
import { indexEffects } from './indexes/index.ts';
import { objectEffects } from './objects/index.ts';
import { rowEffects } from './rows/index.ts';
import { tableEffects } from './tables/index.ts';

const HANDLERS: EffectsByKind = { ...tableEffects, ...columnEffects, ...constraintEffects, ...indexEffects, ...objectEffects, ...rowEffects };

/** What PostgreSQL does because of `operation`, given the database as it is before it. */
export function effects(operation: Operation, catalog: Catalog, server: Server): Effects {
  const found = effectsOfKind(operation.kind, operation, catalog, server);
  return operation.conditional ? asConditional(found) : asFailing(found);
}

/** Keeps the kind and the operation of that kind together for the compiler. */
function effectsOfKind<Kind extends OperationKind>(kind: Kind, operation: OperationOf<Kind>, catalog: Catalog, server: Server): Effects {
  return HANDLERS[kind](operation, catalog, server);
}

export { combine } from './build.ts';
export * from './effects.ts';
export { executionOrder } from './passes.ts';
export { resolveType, type ResolvedType } from './types.ts';
export { type TypeChange, typeChange, type TypeChangeRequest } from './type-change.ts';
export { isVolatile, type Volatility, type VolatilityFact, volatilityOf } from './volatility.ts';
