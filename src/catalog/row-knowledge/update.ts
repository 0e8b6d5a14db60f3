import type { Expression, OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable, targetOf } from '../change.ts';
import { columnNamed, relationKey } from '../lookup.ts';
import type { ColumnRows, Origin, Table } from '../model.ts';
import { mapAll } from '../replace.ts';
import { hasQuery, isRepeatable } from './conditions.ts';
import { coverAll } from './coverage.ts';
import { type Assumptions, assume, columnsOf, type Fact, type Graded, isOverRow, ofTable, perhaps, rowColumn, type Subject } from './facts.ts';
import { evaluate, isNotNull, isNotTrue, isTrue, type Known, NULL, PRESENT } from './known.ts';
import { establish, isPlain, seesOldRows, type Witness } from './record.ts';
import { pairOf } from './references.ts';
import { columnsIn } from './rewrite.ts';
import { bind, rowScope } from './scope.ts';
import { type Select, selectFrom } from './select.ts';
import { spared } from './spared.ts';
import { textsAfter } from './texts-written.ts';
import { uniqueAfter } from './unique-values.ts';
import { homesOf, isTotal, linksOf, type Place, placeOf, valueAt } from './values.ts';
import { actionsOn, afterUpdate, doubted, partnersLost, passes, relativesWritten, type Written, writtenBy } from './writes.ts';

/** One column's new value, bound to the row and the sources joined. */
export interface Assignment extends Written {
  readonly expression: Expression;
}

/** An UPDATE as it bears on rows: which it reaches, what it writes, what holds of those that it leaves alone. */
export interface Change {
  readonly subject: Subject;
  readonly reached: Select;
  readonly place: Place;
  readonly assignments: readonly Assignment[];
  readonly spared: readonly Graded[];
}

export function applyUpdate(catalog: Catalog, operation: OperationOf<'update'>, at: Origin): Catalog {
  const table = targetOf(catalog, operation);
  if (!table || table.rows === 'none') return catalog;
  const key = relationKey(table.schema, table.name);
  const change = changeOf({ catalog, key, table, removes: false }, operation);
  const columns = change.assignments.map(({ column }) => column);
  const plain = isPlain(catalog, key, table, 'update');
  const witness: Witness = { at, what: `the UPDATE of ${columns.join(', ')}`, sure: !operation.conditional && plain && !seesOldRows(catalog, operation, at) };
  const facts = factsAfter(change);
  const rows = witness.sure ? change.assignments.map((assignment) => rowsAfter(assignment, change)) : [];
  const parts = witness.sure ? partsAfter(change, facts) : new Map<string, readonly Expression[]>();
  const written = withRows(afterUpdate(plain ? table : doubted(table), change.assignments), columns, rows, parts, at);
  const result = relativesWritten(putTable(catalog, { ...written, writtenBy: writtenBy(table, at) }), key, at, false);
  return establish(actionsOn(partnersLost(result, key, columns), key, columns), key, facts, witness);
}

function changeOf(subject: Subject, operation: OperationOf<'update'>): Change {
  const scope = rowScope(subject.catalog, subject.table, operation.alias, operation.ctes);
  const { select, scope: inner, substitute } = selectFrom(operation.from, operation.where, scope, bind);
  const place = placeOf(subject, select);
  const assignments = operation.assignments.map(({ column, value }): Assignment => {
    const isDefault = value.kind === 'other' && value.node === 'SetToDefault';
    const expression = isDefault ? defaultOf(subject.table, column) : substitute(bind(value, inner));
    return { column, expression, value: valueAt(expression, place), homes: homesOf(expression, place) };
  });
  return { subject, reached: select, place, assignments, spared: spared(select, subject) };
}

/** What DEFAULT writes: NULL where the column has none. A sequence's next number is not spelled out. */
function defaultOf(table: Table, name: string): Expression {
  const column = columnNamed(table, name);
  if (!column || column.identity || column.generated) return { kind: 'other', node: 'SetToDefault', operands: [] };
  return column.default ?? { kind: 'literal', type: 'null', value: 'NULL' };
}

// ── Which rows it reaches ────────────────────────────────────────────────────────────────────────────────────────────────

/** Does it reach every row of which the assumptions are true? */
const reachesAll = ({ subject, reached }: Change, assumed: Assumptions = new Map()): boolean =>
  isTotal(reached, subject, columnsOf(subject, reached.sources, assumed));

/** Every row is as the fact says if those written are, and the others were before or are spared for that. */
function holdsOfOthers(change: Change, fact: Fact, before: boolean): boolean {
  if (before || reachesAll(change)) return true;
  return change.spared.some((graded) => graded.sure && implies(graded.fact, fact));
}

function implies(known: Fact, wanted: Fact): boolean {
  if (known.is === 'filled' && wanted.is === 'filled') return known.column === wanted.column;
  if (known.is !== 'references' || wanted.is !== 'references' || known.key !== wanted.key || known.columns.length !== wanted.columns.length) return false;
  return wanted.columns.every((column, index) =>
    known.columns.some((other, at) => other === column && known.referencedColumns[at] === wanted.referencedColumns[index]),
  );
}

// ── Facts ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Without references to values of the table itself that the same UPDATE replaces. */
function factsAfter(change: Change): readonly Graded[] {
  const fills = change.assignments.flatMap((assignment) => fillOf(assignment, change));
  const homes = change.assignments.flatMap((assignment) => referencesOf(assignment, change));
  const all = [
    ...fills,
    ...homes,
    ...pairsOf(change),
    ...nulledReferences(change),
    ...checksOf(change),
    ...textsAfter(change, reachesAll(change)),
    ...uniqueAfter(change, reachesAll(change)),
  ];
  return all.filter(
    ({ fact }) =>
      !(fact.is === 'references' && fact.key === change.subject.key && change.assignments.some(({ column }) => fact.referencedColumns.includes(column))),
  );
}

function fillOf({ column: name, value }: Assignment, change: Change): readonly Graded[] {
  const column = columnNamed(change.subject.table, name);
  if (value.is === 'null' || column?.notNull === true) return [];
  const fact: Fact = { is: 'filled', column: name };
  const before = column?.filled?.strength === 'proven';
  const covers = holdsOfOthers(change, fact, before) || reachesAll(change, assume([rowColumn(name)], NULL));
  const together = !covers && isNotNull(value) && coverAll(partsOf(name, change), change.subject.table, change.subject.catalog);
  return [{ fact, sure: isNotNull(value) && (covers || together) }];
}

/** The conditions under which rows are filled, by this UPDATE and those before it in the migration. */
function partsOf(name: string, change: Change): readonly Expression[] {
  const { subject } = change;
  const old = columnNamed(subject.table, name)?.filledWhere;
  const part = partOf(name, change);
  return [...(old?.migration === subject.catalog.migration ? old.conditions : []), ...(part ? [part] : [])];
}

/** Which of the rows with NULL in the column it reaches, said by a condition on other columns. */
function partOf(name: string, { subject, reached }: Change): Expression | null {
  const columns = columnsOf(subject, [], assume([rowColumn(name)], NULL));
  const open = reached.conditions.filter((condition) => !isTrue(evaluate(condition, columns)));
  const sayable =
    reached.sources.length === 0 &&
    open.every(
      (condition) =>
        isOverRow(condition) &&
        !hasQuery(condition) &&
        isRepeatable(condition) &&
        !isNotTrue(evaluate(condition, columns)) &&
        columnsIn(condition).every((column) => column.name !== name),
    );
  const [only] = open;
  if (!sayable || !only) return null;
  return ofTable(open.length === 1 ? only : { kind: 'and', operands: open });
}

function partsAfter(change: Change, facts: readonly Graded[]): ReadonlyMap<string, readonly Expression[]> {
  const open = facts.flatMap(({ fact, sure }) => (fact.is === 'filled' && !sure ? [fact.column] : []));
  const filling = change.assignments.filter(({ column, value }) => open.includes(column) && isNotNull(value));
  return new Map(filling.map(({ column }) => [column, partsOf(column, change)]));
}

/** The values come from a column of another table. */
function referencesOf({ column: name, homes }: Assignment, change: Change): readonly Graded[] {
  if (homes === 'anything') return [];
  const { table, key: own } = change.subject;
  const isOpen = columnNamed(table, name)?.rows.holds === 'null' || reachesAll(change, assume([rowColumn(name)], PRESENT));
  return homes
    .filter(({ key, column }) => key !== own || column !== name)
    .map(({ key, column }): Graded => {
      const fact: Fact = { is: 'references', columns: [name], key, referencedColumns: [column] };
      const before = linksOf(table).some(
        (link) => link.key === key && link.columns.length === 1 && link.pairs[0]?.column === name && link.pairs[0].partner === column,
      );
      return { fact, sure: isOpen || holdsOfOthers(change, fact, before) };
    });
}

/** Several columns that are those of one row of a source, by assignment or by the join: in all combinations, as a key may name them. */
function pairsOf(change: Change): readonly Graded[] {
  const { subject, reached, assignments } = change;
  return reached.sources.flatMap((source): readonly Graded[] => {
    const { key } = source;
    const set = assignments.flatMap(({ column, expression }) =>
      expression.kind === 'column' && expression.table === source.id ? [{ column, partner: expression.name }] : [],
    );
    const joined = reached.conditions
      .flatMap((condition) => pairOf(condition, source.id) ?? [])
      .filter(({ column }) => !assignments.some((assignment) => assignment.column === column));
    if (key === null || set.length === 0 || joined.length + set.length > MOST_PAIRS) return [];
    const combinations = subsets([...joined, ...set]).filter((pairs) => pairs.length > 1 && pairs.some((pair) => set.includes(pair)));
    return combinations.map((pairs): Graded => {
      const fact: Fact = { is: 'references', columns: pairs.map(({ column }) => column), key, referencedColumns: pairs.map(({ partner }) => partner) };
      const isOpen =
        pairs.some(({ column }) => columnNamed(subject.table, column)?.rows.holds === 'null') ||
        reachesAll(change, assume(fact.columns.map(rowColumn), PRESENT));
      return { fact, sure: isOpen || holdsOfOthers(change, fact, false) };
    });
  });
}

/** Beyond this, combinations are too many, and no key is meant. */
const MOST_PAIRS = 4;

function subsets<Item>([first, ...rest]: readonly Item[]): readonly (readonly Item[])[] {
  if (first === undefined) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((subset) => [first, ...subset])];
}

/** `SET fk = NULL WHERE fk NOT IN …`: those written are not looked up, those spared have partners. */
const nulledReferences = ({ spared: others, assignments }: Change): readonly Graded[] =>
  others.flatMap((graded) => {
    const { fact } = graded;
    return fact.is === 'references' && assignments.some(({ column, value }) => value.is === 'null' && fact.columns.includes(column)) ? [graded] : [];
  });

/** The spared satisfy it, and so do those written, with the values that they got. */
function checksOf({ subject, spared: others, assignments }: Change): readonly Graded[] {
  const byName = new Map(assignments.map((assignment) => [assignment.column, assignment]));
  return others.flatMap((graded) => {
    const { fact } = graded;
    if (fact.is !== 'check' || !columnsIn(fact.expression).some(({ name }) => byName.has(name))) return [];
    return [passes(fact.expression, subject.table, byName) ? graded : perhaps(graded)];
  });
}

// ── What columns hold ────────────────────────────────────────────────────────────────────────────────────────────────────

interface RowsOf {
  readonly column: string;
  readonly rows: ColumnRows;
}

/** One value for every row, if every row got it. */
function rowsAfter({ column, expression, value }: Assignment, change: Change): RowsOf {
  const constant = constantOf(expression, value);
  return { column, rows: !reachesAll(change) || constant === null ? { holds: 'anything' } : constant };
}

function constantOf(expression: Expression, value: Known): ColumnRows | null {
  if (value.is === 'null') return { holds: 'null' };
  return isNotNull(value) && columnsIn(expression).length === 0 && !hasQuery(expression) && isFixed(expression)
    ? { holds: 'constant', value: expression }
    : null;
}

const isFixed = (expression: Expression): boolean =>
  expression.kind === 'literal' ||
  expression.kind === 'sqlValue' ||
  (expression.kind === 'cast' && isFixed(expression.operand)) ||
  (expression.kind === 'call' && expression.function.name === 'now');

function withRows(table: Table, columns: readonly string[], rows: readonly RowsOf[], parts: ReadonlyMap<string, readonly Expression[]>, at: Origin): Table {
  return {
    ...table,
    columns: mapAll(table.columns, (column) => {
      if (!columns.includes(column.name)) return column;
      const held = rows.find((each) => each.column === column.name)?.rows;
      const conditions = parts.get(column.name) ?? [];
      const next = held && held.holds !== 'anything' ? { ...column, rows: held } : column;
      return conditions.length === 0 ? next : { ...next, filledWhere: { migration: at.migration, conditions } };
    }),
  };
}
