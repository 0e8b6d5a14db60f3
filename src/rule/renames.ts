import { columnNamed, keyOf, type Table } from '../catalog/index.ts';
import { equalTypes, someExpression } from '../operation/index.ts';
import type { Step } from '../runner/index.ts';

/** A column that is dropped and one that is added in the same migration, alike enough to be one column renamed. */
export interface ColumnRename {
  readonly drop: Step;
  readonly add: Step;
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** The same of tables. */
export interface TableRename {
  readonly drop: Step;
  readonly create: Step;
  readonly from: string;
  readonly to: string;
}

/**
 * Pairs of DROP COLUMN and ADD COLUMN on one table of a migration that look like a rename: Prisma writes a renamed field so.
 * A pair needs the same type, and a name in common or to be the only pair of that type. Where an UPDATE moves the values over,
 * nothing is renamed by mistake.
 */
export function columnRenames(steps: readonly Step[]): readonly ColumnRename[] {
  const known = FOUND.get(steps);
  if (known) return known;
  const found = findColumnRenames(steps);
  FOUND.set(steps, found);
  return found;
}

/** Several rules ask, at each column that is dropped or added. */
const FOUND = new WeakMap<readonly Step[], readonly ColumnRename[]>();

function findColumnRenames(steps: readonly Step[]): readonly ColumnRename[] {
  const drops = steps.filter((step) => step.operation.kind === 'dropColumn');
  const adds = drops.length === 0 ? [] : steps.filter((step) => step.operation.kind === 'addColumn');
  if (adds.length === 0) return [];
  const taken = new Set<Step>();
  const renames: ColumnRename[] = [];
  for (const drop of drops) {
    const candidates = adds.filter((add) => !taken.has(add) && couldBeRenamed(drop, add) && !isCopied(drop, add, steps));
    const alike = candidates.filter((add) => similarNames(columnOf(drop), columnOf(add)));
    const rivals = drops.filter((other) => candidates.some((add) => couldBeRenamed(other, add)));
    const add = alike[0] ?? (candidates.length === 1 && rivals.length === 1 ? candidates[0] : undefined);
    if (!add) continue;
    taken.add(add);
    renames.push({ drop, add, table: tableOf(drop), from: columnOf(drop), to: columnOf(add) });
  }
  return renames;
}

/** Pairs of DROP TABLE and CREATE TABLE whose columns are mostly the same, where no rows were copied from one to the other. */
export function tableRenames(steps: readonly Step[]): readonly TableRename[] {
  const creates = steps.filter((step) => step.operation.kind === 'createTable');
  if (creates.length === 0) return [];
  const taken = new Set<Step>();
  const renames: TableRename[] = [];
  for (const drop of steps) {
    if (drop.operation.kind !== 'dropTable') continue;
    const from = keyOf(drop.before, drop.operation.table);
    const old = drop.before.tables.get(from);
    if (old?.rows !== 'unknown') continue;
    const create = creates.find((step) => !taken.has(step) && isCopyOf(old, step, steps));
    if (create?.operation.kind !== 'createTable') continue;
    taken.add(create);
    renames.push({ drop, create, from, to: keyOf(create.after, create.operation.table) });
  }
  return renames;
}

const tableOf = (step: Step): string => ('table' in step.operation && step.operation.table ? keyOf(step.before, step.operation.table) : '');
const columnOf = (step: Step): string => ('column' in step.operation && typeof step.operation.column === 'string' ? step.operation.column : '');

function couldBeRenamed(drop: Step, add: Step): boolean {
  if (tableOf(drop) !== tableOf(add) || columnOf(drop) === columnOf(add) || add.operation.kind !== 'addColumn') return false;
  const table = drop.before.tables.get(tableOf(drop));
  const column = table && columnNamed(table, columnOf(drop));
  if (!table || !column || column.rows.holds === 'null' || table.rows === 'none') return false;
  return equalTypes(column.type, add.operation.definition.type) && sameTarget(table, columnOf(drop), add);
}

/** `UPDATE t SET new = old`, or an expression over it. */
const isCopied = (drop: Step, add: Step, steps: readonly Step[]): boolean =>
  steps.some(
    ({ operation, before }) =>
      operation.kind === 'update' &&
      keyOf(before, operation.table) === tableOf(drop) &&
      operation.assignments.some(
        ({ column, value }) => column === columnOf(add) && someExpression(value, (part) => part.kind === 'column' && part.name === columnOf(drop)),
      ),
  );

/** Foreign keys onto different tables: `userId` replaced by `teamId` is no rename. */
function sameTarget(table: Table, column: string, add: Step): boolean {
  const after = add.after.tables.get(tableOf(add));
  const targets = (of: Table | undefined, name: string): readonly string[] =>
    (of?.constraints ?? []).flatMap((constraint) =>
      constraint.kind === 'foreignKey' && constraint.columns.includes(name) ? [constraint.references.table] : [],
    );
  const [before] = targets(table, column);
  const [now] = targets(after, columnOf(add));
  return before === undefined || now === undefined || before === now;
}

function isCopyOf(old: Table, create: Step, steps: readonly Step[]): boolean {
  if (create.operation.kind !== 'createTable') return false;
  const key = keyOf(create.after, create.operation.table);
  const created = create.after.tables.get(key);
  if (!created || created.name === old.name || created.columns.length < 2) return false;
  const filled = steps.some((step) => step.operation.kind === 'insert' && keyOf(step.before, step.operation.table) === key);
  if (filled || create.operation.definition.query !== null) return false;
  const common = created.columns.filter((column) => old.columns.some((other) => other.name === column.name && equalTypes(other.type, column.type)));
  const share = common.length / Math.max(created.columns.length, old.columns.length);
  return share >= 0.75 || (share >= 0.5 && similarNames(old.name, created.name));
}

/** Names that share a word or a stretch of at least four letters. */
export function similarNames(a: string, b: string): boolean {
  const wordsOf = (name: string): readonly string[] =>
    name
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[_\W]+/)
      .filter((word) => word.length > 2);
  const words = wordsOf(b);
  if (wordsOf(a).some((word) => words.includes(word))) return true;
  const [short, long] = [a.toLowerCase(), b.toLowerCase()].sort((x, y) => x.length - y.length);
  if (short === undefined || long === undefined) return false;
  for (let start = 0; start + 4 <= short.length; start++) if (long.includes(short.slice(start, start + 4))) return true;
  return false;
}
