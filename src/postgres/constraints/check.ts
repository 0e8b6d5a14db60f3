import { type CheckProof, descendantsOf, provesCheck, type Table } from '../../catalog/index.ts';
import { type CheckDefinition, columnsOf, conjuncts, type Expression, type LockMode, type NotNullDefinition, queriesOf } from '../../operation/index.ts';
import { breaks, combine, fails, isExisting, lock, notSupported, type Part, rowsOf, work } from '../build.ts';
import type { Effects } from '../effects.ts';
import { evaluate, existingRow, fullInsert, requiredInsert, surelyFalse, surelyNotFalse } from '../known-values.ts';
import { implies } from '../implication.ts';
import { findViolations } from '../preflight.ts';
import { refused, storageOf, withDescendants } from '../relations.ts';
import { type Addition, missingColumns, nullRows, provesNotNull, refusesNullInserts, takenName, violatedByEveryRow } from './addition.ts';

/** CHECK: ACCESS EXCLUSIVE, and a scan of every row unless it is NOT VALID or NOT ENFORCED. */
export function addCheck(definition: CheckDefinition, addition: Addition): Effects {
  const { catalog, target, server } = addition;
  if (!definition.enforced && server.version < 18) return combine({ fails: [notSupported('NOT ENFORCED', 18)] });
  const absent = missingColumns(addition, columnsOf(definition.expression));
  if (absent.length > 0) return combine({ fails: absent });
  const only = addition.only || definition.noInherit;
  if (addition.only && !definition.noInherit && descendantsOf(catalog, target.key).length > 0)
    return refused('the constraint must be added to child tables too', '42P16');
  if (queriesOf(definition.expression).length > 0) return refused('cannot use a sub-select in a CHECK', '0A000');
  return combine(
    { locks: withDescendants(catalog, target.key, addition.only).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) },
    { fails: takenName(addition, definition.name) },
    definition.notValid || !definition.enforced ? null : verifyCheck(definition.expression, definition.name, { ...addition, only }, 'ACCESS EXCLUSIVE'),
    definition.enforced ? writesAgainstCheck(definition.expression, addition) : null,
  );
}

/** The scan that verifies a CHECK, and 23514. It runs even where earlier statements prove that it finds nothing. */
export function verifyCheck(expression: Expression, constraint: string | null, addition: Addition, under: LockMode): Part {
  const { catalog, target } = addition;
  const scan: Part = { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'scan', under, constraint)) };
  if (rowsOf(catalog, target.key) === 'none') return scan;
  const sure = whySatisfied(expression, target.table);
  if (sure !== null) return combine(scan, { notes: [sure] });
  const proof = proofOf(expression, target.table);
  if (proof?.strength === 'proven') return combine(scan, { notes: [`no row violates it: ${proof.because}`] });
  const when = violatedByEveryRow(target.table, expression) ? 'rows' : 'data';
  const failure = fails({ what: 'check-violations', table: target.key, constraint }, '23514', when, {
    unlikelyBecause: proof?.because ?? null,
    ruledOutBefore: proof?.aged ?? false,
    preflight: findViolations(target.key, expression),
  });
  return combine(scan, { fails: [failure] });
}

/** Known values, or valid constraints that leave no room for a violation. */
function whySatisfied(expression: Expression, table: Table): string | null {
  if (surelyNotFalse(evaluate(expression, existingRow(table)))) return 'no row violates it: the columns are new, and their values are known';
  const valid = table.constraints.flatMap((constraint) =>
    constraint.kind === 'check' && constraint.validated && constraint.enforced ? [constraint.expression] : [],
  );
  const implied = conjuncts(expression).every((part) => implies(valid, part) || surelyNotFalse(evaluate(part, existingRow(table))));
  return implied ? 'no row violates it: valid constraints imply it' : null;
}

/** A clean-up of this very condition, or a constraint, narrower than this one, that was dropped. */
function proofOf(expression: Expression, table: Table): CheckProof | null {
  const exact = provesCheck(table, expression);
  if (exact) return exact;
  const narrower = table.proofs.checks.filter((proof) => implies([proof.expression], expression));
  return narrower.find((proof) => proof.strength === 'proven') ?? narrower.at(-1) ?? null;
}

/**
 * Does the deployed client's INSERT certainly violate the CHECK? Only then it breaks; that some of its values may be
 * refused from now on is a note.
 */
function writesAgainstCheck(expression: Expression, { catalog, target }: Addition): Part {
  if (!isExisting(catalog, target.key)) return {};
  const refusedRow = [requiredInsert(target.table), fullInsert(target.table, catalog)].some((row) => surelyFalse(evaluate(expression, row)));
  if (refusedRow) return { breaks: [breaks(target.key, 'insert', '23514', columnsOf(expression)[0] ?? null)] };
  return { notes: ['values that the deployed client may write can be refused from now on (23514)'] };
}

/** A named NOT NULL (since 18): as SET NOT NULL, and with NOT VALID without the scan. */
export function addNotNull(definition: NotNullDefinition, addition: Addition): Effects {
  const { catalog, target, server } = addition;
  if (server.version < 18) return combine({ fails: [notSupported('NOT NULL as a table constraint', 18)] });
  const absent = missingColumns(addition, definition.columns);
  if (absent.length > 0) return combine({ fails: absent });
  return combine(
    { locks: withDescendants(catalog, target.key, addition.only).map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) },
    { fails: takenName(addition, definition.name) },
    definition.notValid ? null : verifyNotNull(definition.columns, addition, 'ACCESS EXCLUSIVE', definition.name),
    refusesNullInserts(addition, definition.columns),
  );
}

/** The scan for NULLs. A valid CHECK (column IS NOT NULL) spares it (12+). */
export function verifyNotNull(columns: readonly string[], addition: Addition, under: LockMode, constraint: string | null): Part {
  const { catalog, target } = addition;
  const open = columns.filter(
    (column) => provesNotNull(target.table, column) === null && target.table.columns.find(({ name }) => name === column)?.notNull !== true,
  );
  if (open.length === 0) return { notes: [`no scan: ${columns.join(', ')} is known to be NOT NULL`] };
  return combine(
    { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'scan', under, constraint)) },
    nullRows(addition, open),
  );
}
