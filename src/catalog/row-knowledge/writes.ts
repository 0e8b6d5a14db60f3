import type { Expression } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import { putTable } from '../change.ts';
import { descendantsOf, foreignKeysTo } from '../dependents.ts';
import { columnNamed } from '../lookup.ts';
import type { Column, Origin, Proof, RelationKey, RowProofs, Table } from '../model.ts';
import { changed, mapAll } from '../replace.ts';
import { knownOf } from './facts.ts';
import { evaluate, isFalse, isNotNull, type Known, type KnownColumns } from './known.ts';
import type { Home, Homes } from './values.ts';
import { columnsIn } from './rewrite.ts';
import { NO_PROOFS } from '../proofs.ts';

// What a write leaves standing of what was known. Everything that it may have made untrue goes.

/** What the rows written hold in a column afterwards. */
export interface Written {
  readonly column: string;
  readonly value: Known;
  readonly homes: Homes;
}

/** The table after some of its rows got other values: columns that were not written are as they were. */
export function afterUpdate(table: Table, written: readonly Written[]): Table {
  const byName = new Map(written.map((each) => [each.column, each]));
  const touched = new Set([...byName.keys(), ...generatedFrom(table, byName)]);
  return changed(table, {
    columns: mapAll(table.columns, (column) => (touched.has(column.name) ? columnAfter(column, byName.get(column.name)) : withoutParts(column, touched))),
    proofs: proofsAfter(table, touched, byName),
  });
}

const proofsAfter = (table: Table, touched: ReadonlySet<string>, byName: ByName): RowProofs =>
  changed(table.proofs, {
    unique: keep(
      table.proofs.unique,
      ({ columns, keys, nullsToo, where }) =>
        ![...columns, ...(where ?? []).flatMap(namesIn)].some((name) => touched.has(name)) ||
        (!nullsToo && keys.some((key) => key.kind === 'column' && byName.get(key.name)?.value.is === 'null')),
    ),
    references: keep(table.proofs.references, (proof) => keepsReference(proof.columns, proof.references, proof.referencedColumns, touched, byName)),
    checks: keep(table.proofs.checks, ({ expression }) => keepsCheck(expression, table, touched, byName)),
    ...imagesWithout(table.proofs, touched),
  });

/** The table after rows came in; `written` tells of every column that they have. */
export function afterInsert(table: Table, written: readonly Written[]): Table {
  const byName = new Map(written.map((each) => [each.column, each]));
  const { unique, references, checks, images } = proofsAfter(table, new Set([...byName.keys(), ...generatedFrom(table, byName)]), byName);
  return {
    ...table,
    columns: mapAll(table.columns, (column) => columnAfter(column, byName.get(column.name))),
    proofs: { unique, references, checks, ...(images ? { images: [] } : {}) },
  };
}

function columnAfter(column: Column, written: Written | undefined): Column {
  if (isUnknown(column)) return column;
  const keepsFill = column.filled !== null && written !== undefined && isNotNull(written.value);
  const keepsRows =
    written !== undefined &&
    ((column.rows.holds === 'null' && written.value.is === 'null') || (column.rows.holds === 'constant' && isSame(knownOf(column), written.value)));
  const rows: Column['rows'] = keepsRows || column.rows.holds === 'anything' ? column.rows : { holds: 'anything' };
  const parts = written !== undefined && isNotNull(written.value);
  const { filledWhere, ...rest } = column;
  return { ...rest, rows, filled: keepsFill ? column.filled : null, ...(parts && filledWhere ? { filledWhere } : {}) };
}

/** Nothing is known of its values that a write could make untrue. */
const isUnknown = ({ filled, rows, filledWhere }: Column): boolean => filled === null && rows.holds === 'anything' && filledWhere === undefined;

/** The same of all columns, and of the rows as a whole. */
export const isBlank = ({ columns, proofs: { unique, references, checks, images } }: Table): boolean =>
  unique.length === 0 && references.length === 0 && checks.length === 0 && images === undefined && columns.every(isUnknown);

const isSame = (a: Known, b: Known): boolean => a.is === 'value' && b.is === 'value' && a.type === b.type && a.text === b.text;

/** Parts of a backfill are told apart by columns that must stay as they are. */
function withoutParts(column: Column, touched: ReadonlySet<string>): Column {
  if (!column.filledWhere?.conditions.some((condition) => mentions(condition, touched))) return column;
  const { filledWhere, ...rest } = column;
  const conditions = filledWhere.conditions.filter((condition) => !mentions(condition, touched));
  return { ...rest, filledWhere: { ...filledWhere, conditions } };
}

const namesIn = (expression: Expression): readonly string[] => columnsIn(expression).map(({ name }) => name);
const mentions = (expression: Expression, names: ReadonlySet<string>): boolean => namesIn(expression).some((name) => names.has(name));

function generatedFrom(table: Table, written: ReadonlyMap<string, Written>): readonly string[] {
  const names = new Set(written.keys());
  return table.columns.filter((column) => column.generated && mentions(column.generated.expression, names)).map(({ name }) => name);
}

type ByName = ReadonlyMap<string, Written>;

/** Rows with a NULL among the columns are not looked up, and a value from the very column has its partner. */
function keepsReference(columns: readonly string[], key: RelationKey, partners: readonly string[], touched: ReadonlySet<string>, written: ByName): boolean {
  const changing = columns.filter((name) => touched.has(name));
  if (changing.length === 0 || changing.some((name) => written.get(name)?.value.is === 'null')) return true;
  return columns.length === 1 && isAt(written.get(columns[0] ?? '')?.homes ?? [], { key, column: partners[0] ?? '' });
}

const isAt = (homes: Homes, home: Home): boolean => homes === 'anything' || homes.some((each) => each.key === home.key && each.column === home.column);

/** An expression that cannot be false with the values written: a CHECK lets NULL pass. */
function keepsCheck(expression: Expression, table: Table, touched: ReadonlySet<string>, written: ByName): boolean {
  return !mentions(expression, touched) || passes(expression, table, written);
}

export function passes(expression: Expression, table: Table, written: ByName): boolean {
  const columns: KnownColumns = (name) => written.get(name)?.value ?? knownOf(columnNamed(table, name));
  const value = evaluate(expression, columns);
  return value.is === 'null' || (value.is === 'value' && !isFalse(value));
}

const keep = <Value>(values: readonly Value[], wanted: (value: Value) => boolean): readonly Value[] => (values.every(wanted) ? values : values.filter(wanted));

function imagesWithout({ images }: RowProofs, touched: ReadonlySet<string>): Partial<RowProofs> {
  return images ? { images: keep(images, ({ expression, where }) => ![expression, ...where].some((each) => mentions(each, touched))) } : {};
}

// ── Other tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Values of a table are gone or changed: who relied on finding them there does so no more. `columns` null: whole rows. */
export function partnersLost(catalog: Catalog, key: RelationKey, columns: readonly string[] | null): Catalog {
  const lost = (name: string): boolean => columns === null || columns.includes(name);
  return tablesWithProofs(catalog).reduce((sum, table) => {
    const { references, images } = table.proofs;
    if (references.length === 0 && !images) return sum;
    const proofs = changed(table.proofs, {
      references: keep(references, (proof) => proof.references !== key || !proof.referencedColumns.some(lost)),
      ...(images ? { images: keep(images, (proof) => proof.references !== key || !lost(proof.referencedColumn)) } : {}),
    });
    return putTable(sum, changed(table, { proofs }));
  }, catalog);
}

/** Tables whose rows something is known of: those that this migration changed, and those that the last ones proved something about. */
export function tablesWithProofs(catalog: Catalog): readonly Table[] {
  const keys = new Set(catalog.recent.flatMap(({ tables }) => tables));
  for (const [key] of catalog.tables.changedSince(catalog.found.tables)) keys.add(key);
  return [...keys].flatMap((key) => catalog.tables.get(key) ?? []);
}

/**
 * What ON DELETE and ON UPDATE do to rows that refer to those deleted (`columns` null) or changed. SET NULL empties columns,
 * CASCADE takes rows along or gives them other values, SET DEFAULT gives them the default.
 */
export function actionsOn(catalog: Catalog, key: RelationKey, columns: readonly string[] | null, seen: ReadonlySet<RelationKey> = new Set()): Catalog {
  let result = catalog;
  for (const { table, foreignKey } of foreignKeysTo(catalog, key)) {
    const { references } = foreignKey;
    const action = columns === null ? references.onDelete : references.onUpdate;
    const child = `${table.schema}.${table.name}`;
    const isHit = columns === null || references.columns.some((name) => columns.includes(name));
    if (!isHit || action === 'no action' || action === 'restrict' || seen.has(child)) continue;
    const further = new Set([...seen, key]);
    if (columns === null && action === 'cascade') result = actionsOn(partnersLost(result, child, null), child, null, further);
    else {
      const written = foreignKey.columns.map((column): Written => ({ column, value: action === 'set null' ? { is: 'null' } : { is: 'unknown' }, homes: [] }));
      const current = result.tables.get(child);
      if (current)
        result = actionsOn(partnersLost(putTable(result, afterUpdate(current, written)), child, foreignKey.columns), child, foreignKey.columns, further);
    }
  }
  return result;
}

/** Rows were written: the tables above and below share them. What was known of those goes. */
export function relativesWritten(catalog: Catalog, key: RelationKey, at: Origin, fills: boolean): Catalog {
  const table = catalog.tables.get(key);
  if (!table) return catalog;
  const ancestors = ancestorsOf(catalog, table);
  return [...ancestors, ...descendantsOf(catalog, key)].reduce((sum, other) => {
    const relative = sum.tables.get(other);
    return relative ? putTable(sum, forgotten(relative, at, fills)) : sum;
  }, catalog);
}

function ancestorsOf(catalog: Catalog, table: Table): readonly RelationKey[] {
  const parents = [...(table.partitionOf ? [table.partitionOf.parent] : []), ...table.inherits];
  return parents.flatMap((parent) => {
    const above = catalog.tables.get(parent);
    return [parent, ...(above ? ancestorsOf(catalog, above) : [])];
  });
}

/** Nothing is known of the rows any more. */
export function forgotten(table: Table, at: Origin, fills: boolean): Table {
  const columns = mapAll(table.columns, (column) => columnAfter(column, undefined));
  return {
    ...table,
    columns,
    proofs: NO_PROOFS,
    rows: fills && table.rows === 'none' ? 'some' : table.rows,
    writtenBy: writtenBy(table, at),
  };
}

/** A trigger may have done anything to the rows written: what was proven is likely. */
export function doubted(table: Table): Table {
  const doubt = <P extends Proof>(proof: P): P => (proof.strength === 'likely' ? proof : { ...proof, strength: 'likely' });
  const { unique, references, checks } = table.proofs;
  return {
    ...table,
    columns: mapAll(table.columns, (column) =>
      column.filled?.strength === 'proven' || column.rows.holds !== 'anything'
        ? { ...column, rows: { holds: 'anything' }, filled: column.filled && doubt(column.filled) }
        : column,
    ),
    proofs: { unique: mapAll(unique, doubt), references: mapAll(references, doubt), checks: mapAll(checks, doubt) },
  };
}

/** A file of a hundred thousand INSERTs must not carry all of them in every version of the table. */
const REMEMBERED = 8;

export function writtenBy(table: Table, at: Origin): readonly Origin[] {
  const last = table.writtenBy.at(-1);
  return last?.migration === at.migration && last.statement === at.statement ? table.writtenBy : [...table.writtenBy.slice(1 - REMEMBERED), at];
}
