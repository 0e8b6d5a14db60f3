import { equalExpressions, type Expression, type Query } from '../../operation/index.ts';
import { columnNamed } from '../lookup.ts';
import type { ForeignKey, RelationKey, Table } from '../model.ts';
import { columnsOf, isOverRow, isPresent, knownOf, ofTable, presentWhere, type Subject } from './facts.ts';
import { evaluate, isNotNull, type Known, type KnownColumns, PRESENT, UNKNOWN } from './known.ts';
import { isAlwaysTrue } from './conditions.ts';
import { pairOf } from './references.ts';
import { columnsIn } from './rewrite.ts';
import { ROW } from './scope.ts';
import { flatten, type Select, type SelectSource } from './select.ts';
import { isCount } from './subqueries.ts';

/** Where a value is computed: for the row (null: there is none), joined with sources, as far as the conditions let it through. */
export interface Place {
  readonly subject: Subject | null;
  readonly select: Select;
  readonly columns: KnownColumns;
}

export function placeOf(subject: Subject | null, select: Select): Place {
  const base = columnsOf(subject, select.sources);
  const columns = columnsOf(subject, select.sources, presentWhere(select.conditions, base));
  const sides = select.optional.filter((side) => findsPartners([...anchorOf(subject), ...select.sources], side.sources, side.on, columns));
  if (sides.length === 0) return { subject, select, columns };
  const sources = [...select.sources, ...sides.flatMap((side) => side.sources)];
  const conditions = [...select.conditions, ...sides.flatMap(({ on }) => on)];
  return { subject, select, columns: columnsOf(subject, sources, presentWhere(conditions, columnsOf(subject, sources))) };
}

/** What is known of a value. A scalar sub-select gives a value where its row surely has a partner. */
export const valueAt = (value: Expression, place: Place): Known => evaluate(value, place.columns, (query) => scalarAt(query, place));

function scalarAt(query: Query, { subject, columns }: Place): Known {
  const select = subject ? flatten(query, subject.catalog) : null;
  const [output] = select?.outputs ?? [];
  if (!select || !output || select.having.length > 0) return UNKNOWN;
  if (isCount(output.expression) && select.groupBy?.length === 0) return PRESENT;
  if (!subject || select.sources.length === 0 || !isTotal(select, subject, columns)) return UNKNOWN;
  const value = select.groupBy === null ? output.expression : extremeOf(output.expression);
  return value && isPresent(value, placeOf(subject, select).columns) ? PRESENT : UNKNOWN;
}

const extremeOf = (expression: Expression): Expression | null =>
  expression.kind === 'call' &&
  (expression.function.name === 'min' || expression.function.name === 'max') &&
  expression.over === null &&
  expression.filter === null
    ? (expression.arguments[0] ?? null)
    : null;

// ── Rows that surely have a partner ──────────────────────────────────────────────────────────────────────────────────────

/** Does every row find partners in all sources, by valid foreign keys without NULLs or by finding itself, whatever else is asked? */
export const isTotal = (select: Select, subject: Subject, columns: KnownColumns): boolean =>
  findsPartners(anchorOf(subject), select.sources, select.conditions, columns);

type Anchor = Pick<SelectSource, 'id' | 'key' | 'table'>;
const anchorOf = (subject: Subject | null): readonly Anchor[] => (subject ? [{ id: ROW, key: subject.key, table: subject.table }] : []);

/** From the anchors, one source after another is found for sure; the conditions that remain are true for every row. */
function findsPartners(anchors: readonly Anchor[], sources: readonly SelectSource[], conditions: readonly Expression[], columns: KnownColumns): boolean {
  const real = conditions.filter((condition) => !isAlwaysTrue(condition, columns));
  if (sources.length === 0) return real.length === 0;
  const known = new Set(anchors.map(({ id }) => id));
  for (const source of sources) {
    const own = real.filter((condition) => concerns(condition, source.id, known));
    if (own.length === 0 || !anchors.some((anchor) => isLinked(anchor, source, own, columns))) continue;
    return findsPartners(
      [...anchors, source],
      sources.filter((other) => other !== source),
      real.filter((condition) => !own.includes(condition)),
      columns,
    );
  }
  return false;
}

function concerns(condition: Expression, source: string, known: ReadonlySet<string>): boolean {
  const tables = columnsIn(condition).map(({ table }) => table ?? '');
  return tables.includes(source) && tables.every((table) => table === source || known.has(table));
}

function isLinked(anchor: Anchor, source: SelectSource, conditions: readonly Expression[], columns: KnownColumns): boolean {
  const pairs = conditions.flatMap((condition) => pairOf(condition, source.id, anchor.id) ?? []);
  if (pairs.length !== conditions.length || !anchor.table) return false;
  const present = (name: string): boolean => name === 'ctid' || isNotNull(columns(name, anchor.id));
  if (source.key === anchor.key && pairs.every(({ column, partner }) => column === partner && present(column))) return true;
  return linksOf(anchor.table).some(
    (link) =>
      link.key === source.key &&
      link.columns.every(present) &&
      pairs.every(({ column, partner }) => link.pairs.some((pair) => pair.column === column && pair.partner === partner)),
  );
}

interface Link {
  readonly key: RelationKey;
  readonly columns: readonly string[];
  readonly pairs: readonly { readonly column: string; readonly partner: string }[];
}

/** Where rows surely have partners unless a column is NULL: valid foreign keys, and clean-ups that were proven. */
export function linksOf(table: Table): readonly Link[] {
  const link = (key: RelationKey, columns: readonly string[], partners: readonly string[]): readonly Link[] =>
    partners.length === columns.length ? [{ key, columns, pairs: columns.map((column, index) => ({ column, partner: partners[index] ?? '' })) }] : [];
  const enforced = table.constraints.filter(
    (constraint): constraint is ForeignKey => constraint.kind === 'foreignKey' && constraint.validated && constraint.enforced && !constraint.initiallyDeferred,
  );
  return [
    ...enforced.flatMap(({ columns, references }) => link(references.table, columns, references.columns)),
    ...table.proofs.references.flatMap((proof) => (proof.strength === 'proven' ? link(proof.references, proof.columns, proof.referencedColumns) : [])),
  ];
}

// ── Where values come from ───────────────────────────────────────────────────────────────────────────────────────────────

/** A column of a table among whose values a value surely is, unless it is NULL. */
export interface Home {
  readonly key: RelationKey;
  readonly column: string;
}

/** `anything`: the value is always NULL. */
export type Homes = 'anything' | readonly Home[];

const NO_HOMES: Homes = [];

/** The columns that hold the value, as far as its form shows. */
export function homesOf(value: Expression, place: Place): Homes {
  if (valueAt(value, place).is === 'null') return 'anything';
  const image = imagesOf(value, place);
  const own = homesByForm(value, place);
  return own === 'anything' ? own : [...own, ...image];
}

function homesByForm(value: Expression, place: Place): Homes {
  switch (value.kind) {
    case 'column': {
      const table = value.table === ROW ? place.subject?.table : place.select.sources.find(({ id }) => id === value.table)?.table;
      const key = value.table === ROW ? place.subject?.key : place.select.sources.find(({ id }) => id === value.table)?.key;
      return [...(key ? [{ key, column: value.name }] : []), ...(table ? homesByLink(table, value.name) : [])];
    }
    case 'cast':
      return isWidening(value.type.name) ? homesOf(value.operand, place) : NO_HOMES;
    case 'coalesce':
      return common(value.operands.map((operand) => homesOf(operand, place)));
    case 'case':
      return common([...value.branches.map(({ then }) => homesOf(then, place)), ...(value.otherwise ? [homesOf(value.otherwise, place)] : [])]);
    case 'call':
      return value.function.name === 'nullif' && value.arguments[0] ? homesOf(value.arguments[0], place) : NO_HOMES;
    case 'subquery':
      return value.form === 'scalar' && place.subject ? homesOfScalar(value.query, place.subject) : NO_HOMES;
    default:
      return NO_HOMES;
  }
}

/** Integers stay the same number in a wider type, text stays the same text. */
const isWidening = (type: string): boolean => ['int4', 'int8', 'text'].includes(type);

const homesByLink = (table: Table, column: string): readonly Home[] =>
  linksOf(table).flatMap((link) => {
    const pair = link.pairs.find((each) => each.column === column);
    const alone = link.columns.every((other) => other === column || isNotNull(knownOf(columnNamed(table, other))));
    return pair && alone ? [{ key: link.key, column: pair.partner }] : [];
  });

function homesOfScalar(query: Query, subject: Subject): Homes {
  const select = flatten(query, subject.catalog);
  const output = select?.outputs[0]?.expression;
  if (!select || !output) return NO_HOMES;
  const value = select.groupBy?.length === 0 ? extremeOf(output) : output;
  return value ? homesOf(value, placeOf(subject, select)) : NO_HOMES;
}

const common = (all: readonly Homes[]): Homes =>
  all.reduce((left, right) => {
    if (left === 'anything' || right === 'anything') return left === 'anything' ? right : left;
    return left.filter((home) => right.some((other) => other.key === home.key && other.column === home.column));
  }, 'anything');

/** What an INSERT … SELECT of this migration put into another table for every row like this one. */
function imagesOf(value: Expression, { subject, select }: Place): readonly Home[] {
  return (subject?.table.proofs.images ?? []).flatMap((image) => {
    const isThis =
      image.by.migration === subject?.catalog.migration &&
      image.strength === 'proven' &&
      equalExpressions(ofTable(value), image.expression) &&
      isOverRow(value);
    const covered = image.where.every((condition) => select.conditions.some((other) => isOverRow(other) && equalExpressions(ofTable(other), condition)));
    return isThis && covered ? [{ key: image.references, column: image.referencedColumn }] : [];
  });
}
