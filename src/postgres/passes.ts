import type { Operation } from '../operation/index.ts';

/** The operations of one statement in the order in which PostgreSQL runs them. */
export function executionOrder(operations: readonly Operation[]): readonly Operation[] {
  return operations;
}
