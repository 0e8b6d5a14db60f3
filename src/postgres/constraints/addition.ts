import { type Catalog, columnNamed, provesFilled, type Table } from '../../catalog/index.ts';
import type { Expression } from '../../operation/index.ts';
import { breaks, fails, isExisting, type Part, rowsOf } from '../build.ts';
import type { Failure, Server } from '../effects.ts';
import { evaluate, existingRow, surelyFalse } from '../known-values.ts';
import { findNulls } from '../preflight.ts';
import { duplicate, missing, type Target } from '../relations.ts';

/** A constraint on its way to a table. The target's table may hold columns that the same statement adds. */
export interface Addition {
  readonly target: Target;
  readonly catalog: Catalog;
  readonly server: Server;
  /** ALTER TABLE ONLY: partitions and children are left out. */
  readonly only: boolean;
}

/** Are all columns and constraints of the table known? */
export const isKnown = (table: Table): boolean => table.complete && !table.assumed && table.obscuredBy === null;

/** 42703 for columns that the table certainly lacks. */
export function missingColumns({ target }: Pick<Addition, 'target'>, columns: readonly string[]): readonly Failure[] {
  if (!isKnown(target.table)) return [];
  return columns
    .filter((column) => !columnNamed(target.table, column) && !SYSTEM_COLUMNS.has(column))
    .map((column) => missing('column', `${target.key}.${column}`, '42703'));
}
const SYSTEM_COLUMNS: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** 42710 when the table has a constraint of that name. */
export const takenName = ({ target }: Addition, name: string | null): readonly Failure[] =>
  name !== null && target.table.constraints.some((constraint) => constraint.name === name) ? [duplicate('constraint', name, '42710')] : [];

/** A valid CHECK that no NULL can pass, or null. Source: NotNullImpliedByRelConstraints(), tablecmds.c (since 12). */
export function provesNotNull(table: Table, column: string): string | null {
  const proof = table.constraints.find(
    (constraint) => constraint.kind === 'check' && constraint.validated && constraint.enforced && impliesNotNull(constraint.expression, column),
  );
  return proof?.name ?? null;
}

function impliesNotNull(expression: Expression, column: string): boolean {
  if (expression.kind === 'and') return expression.operands.some((operand) => impliesNotNull(operand, column));
  if (expression.kind === 'or') return expression.operands.every((operand) => impliesNotNull(operand, column));
  const test = expression.kind === 'not' ? expression.operand : expression;
  const negated = expression.kind === 'not';
  return test.kind === 'nullTest' && test.negated !== negated && test.operand.kind === 'column' && test.operand.name === column;
}

/** 23502 for columns in which existing rows may hold NULL. A backfill of this migration rules it out, a likely one does not. */
export function nullRows({ catalog, target }: Addition, columns: readonly string[]): Part {
  if (rowsOf(catalog, target.key) === 'none') return {};
  const names = columns.filter((name) => mayHoldNull(target.table, name));
  if (names.length === 0) return {};
  const everyRow = names.some((name) => columnNamed(target.table, name)?.rows.holds === 'null' && provesFilled(target.table, name) === null);
  const backfills = names.map((name) => provesFilled(target.table, name));
  const unlikelyBecause = backfills.every((proof) => proof !== null) ? (backfills[0]?.because ?? null) : null;
  const ruledOutBefore = backfills.every((proof) => proof?.aged === true);
  return {
    fails: [
      fails({ what: 'nulls', table: target.key, columns: names, everyRow }, '23502', everyRow ? 'rows' : 'data', {
        unlikelyBecause,
        ruledOutBefore,
        preflight: findNulls(target.key, names),
      }),
    ],
  };
}

function mayHoldNull(table: Table, name: string): boolean {
  const column = columnNamed(table, name);
  if (!column) return true;
  return !column.notNull && column.rows.holds !== 'constant' && column.rows.holds !== 'distinct' && provesFilled(table, name)?.strength !== 'proven';
}

/** The deployed client's INSERT leaves these columns NULL: 23502 from now on. */
export function refusesNullInserts({ catalog, target }: Addition, columns: readonly string[]): Part {
  if (!isExisting(catalog, target.key)) return {};
  const left = columns.filter((name) => {
    const column = columnNamed(target.table, name);
    return column && !column.notNull && !column.default && !column.identity && !column.generated && !refusesNull(target.table, name);
  });
  return { breaks: left.map((column) => breaks(target.key, 'insert', '23502', column)) };
}

/** A CHECK that is enforced refuses NULL already, validated or not: the client has learned to give a value. */
const refusesNull = (table: Table, name: string): boolean =>
  table.constraints.some(
    (constraint) =>
      constraint.enforced &&
      ((constraint.kind === 'check' && impliesNotNull(constraint.expression, name)) || (constraint.kind === 'notNull' && constraint.columns.includes(name))),
  );

/** Does every existing row violate the expression, whatever else it holds? */
export const violatedByEveryRow = (table: Table, expression: Expression): boolean => surelyFalse(evaluate(expression, existingRow(table)));
