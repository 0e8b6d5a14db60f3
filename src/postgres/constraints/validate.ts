import { findConstraint } from '../../catalog/index.ts';
import { combine, lock, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { onTable, refused, withDescendants } from '../relations.ts';
import { missingConstraint } from './change.ts';
import { verifyCheck, verifyNotNull } from './check.ts';
import { validateExisting } from './foreign-key.ts';

/** VALIDATE CONSTRAINT: SHARE UPDATE EXCLUSIVE, so that reads and writes go on; ROW SHARE on a referenced table. */
export const validateConstraint: EffectsOf<'validateConstraint'> = (operation, catalog, server) =>
  onTable(operation, catalog, (target) => {
    const found = findConstraint(target.table, operation.constraint);
    const constraint = found.is === 'present' ? found.value : null;
    const own: Part = { locks: withDescendants(catalog, target.key, operation.only).map((key) => lock(catalog, key, 'SHARE UPDATE EXCLUSIVE')) };
    if (!constraint) return combine(own, { fails: missingConstraint(target, operation.constraint) });
    if (!['check', 'notNull', 'foreignKey'].includes(constraint.kind)) return refused(`${constraint.name} is no foreign key and no CHECK`, '42809');
    if (constraint.validated) return combine(own, { notes: [`${constraint.name} is valid already`] });
    const addition = { target, catalog, server, only: operation.only };
    switch (constraint.kind) {
      case 'check':
        return combine(own, verifyCheck(constraint.expression, constraint.name, addition, 'SHARE UPDATE EXCLUSIVE'));
      case 'notNull':
        return combine(own, verifyNotNull(constraint.columns, addition, 'SHARE UPDATE EXCLUSIVE', constraint.name));
      case 'foreignKey':
        return combine(
          own,
          { locks: withDescendants(catalog, constraint.references.table, false).map((key) => lock(catalog, key, 'ROW SHARE')) },
          validateExisting(constraint, addition, 'SHARE UPDATE EXCLUSIVE', 'ROW SHARE'),
        );
      default:
        return combine(own);
    }
  });
