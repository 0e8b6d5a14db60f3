import type { ConstraintDefinition } from '../../operation/index.ts';
import { assertNever } from '../../core/index.ts';
import type { Effects } from '../effects.ts';
import type { Addition } from './addition.ts';
import { addCheck, addNotNull } from './check.ts';
import { addForeignKey } from './foreign-key.ts';
import { addExclusion, addKey } from './key.ts';

/**
 * What a new constraint does to a table that is there. Also for constraints written inside ADD COLUMN: give the target the
 * table with the new column.
 */
export function addConstraintTo(definition: ConstraintDefinition, addition: Addition): Effects {
  switch (definition.kind) {
    case 'primaryKey':
    case 'unique':
      return addKey(definition, addition);
    case 'check':
      return addCheck(definition, addition);
    case 'notNull':
      return addNotNull(definition, addition);
    case 'foreignKey':
      return addForeignKey(definition, addition);
    case 'exclude':
      return addExclusion(definition, addition);
    default:
      return assertNever(definition);
  }
}
