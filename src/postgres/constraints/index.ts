import type { EffectsByKind } from '../dispatch.ts';
import { onTable } from '../relations.ts';
import { addConstraintTo } from './add.ts';
import { alterConstraint, dropConstraint, renameConstraint } from './change.ts';
import { validateConstraint } from './validate.ts';

export type { Addition } from './addition.ts';
export { addForeignKey } from './foreign-key.ts';

export const constraintEffects = {
  addConstraint: (operation, catalog, server) =>
    onTable(operation, catalog, (target) => addConstraintTo(operation.constraint, { target, catalog, server, only: operation.only })),
  dropConstraint,
  renameConstraint,
  validateConstraint,
  alterConstraint,
} satisfies Partial<EffectsByKind>;
