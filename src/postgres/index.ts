import type { Catalog } from '../catalog/index.ts';
import type { Operation } from '../operation/index.ts';
import { type Effects, NO_EFFECTS, type Server } from './effects.ts';

export * from './effects.ts';

/** What PostgreSQL does because of `operation`, given the database as it is before it. */
export function effects(operation: Operation, catalog: Catalog, server: Server): Effects {
  void operation;
  void catalog;
  void server;
  return NO_EFFECTS;
}
export { combine } from './build.ts';
export { executionOrder } from './passes.ts';
