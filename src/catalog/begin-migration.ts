import type { Catalog } from './catalog.ts';
import { removeTable, removeView } from './change.ts';
import { TEMPORARY } from './lookup.ts';
import type { Column, EnumType, Proof, RelationKey, RowProofs, Table } from './model.ts';
import { NO_PROOFS, withoutPartialFills } from './proofs.ts';
import { changed, mapAll } from './replace.ts';

/** So many earlier migrations still lend their proofs: a clean-up is followed by its constraint soon, or never. */
const REMEMBERED = 5;

/**
 * The catalog at the start of a migration. What earlier ones did to rows is history: production has been running since, so
 * that tables may hold any rows, and what was proven is only likely. Costs as much as the last migration changed.
 */
export function beginMigration(catalog: Catalog, migration: string): Catalog {
  const changes = catalog.tables.changedSince(catalog.found.tables);
  const recent = remember(catalog, changes);
  const known = new Set(recent.map((entry) => entry.migration));
  let tables = catalog.tables;
  for (const [key, table] of changes) tables = tables.set(key, aged(table, known));
  for (const key of forgotten(catalog)) {
    const table = tables.get(key);
    if (table) tables = tables.set(key, aged(table, known));
  }
  let types = catalog.types;
  for (const [key, type] of catalog.types.changedSince(catalog.found.types)) {
    if (type.kind === 'enum') types = types.set(key, agedEnum(type));
  }
  const around = withoutTemporary({ ...catalog, tables });
  return { ...around, types, found: { tables: around.tables, types }, recent, migration, searchPath: ['public'], timeZone: null };
}

/** Temporary tables end with the session. */
function withoutTemporary(catalog: Catalog): Catalog {
  if (!catalog.schemas.has(TEMPORARY)) return catalog;
  let result: Catalog = { ...catalog, schemas: new Set([...catalog.schemas].filter((schema) => schema !== TEMPORARY)) };
  for (const [key, table] of catalog.tables.entries()) if (table.schema === TEMPORARY) result = removeTable(result, key);
  for (const [key, view] of catalog.views.entries()) if (view.schema === TEMPORARY) result = removeView(result, key);
  return result;
}

/** The last migrations with the tables that they proved something about, the one that ends now included. */
function remember(catalog: Catalog, changes: readonly (readonly [RelationKey, Table])[]): Catalog['recent'] {
  if (catalog.migration === null) return catalog.recent;
  const proved = changes.flatMap(([key, table]) => (hasProofs(table) ? [key] : []));
  return [...catalog.recent, { migration: catalog.migration, tables: proved }].slice(-REMEMBERED);
}

/** Tables with proofs of a migration that is too long ago now. */
const forgotten = (catalog: Catalog): readonly RelationKey[] => (catalog.recent.length >= REMEMBERED ? (catalog.recent[0]?.tables ?? []) : []);

const hasProofs = ({ proofs, columns }: Table): boolean =>
  proofs.unique.length + proofs.references.length + proofs.checks.length + (proofs.images?.length ?? 0) > 0 || columns.some((column) => column.filled !== null);

function aged(table: Table, known: ReadonlySet<string>): Table {
  return changed(withoutOrigin(table), {
    rows: 'unknown',
    columns: mapAll(table.columns, (column) => agedColumn(column, known)),
    proofs: agedProofs(table.proofs, known),
    writtenBy: table.writtenBy.length === 0 ? table.writtenBy : [],
    nameBefore: null,
  });
}

/** Its rows are those of the query that made it no longer. */
function withoutOrigin(table: Table): Table {
  if (table.madeOf === undefined) return table;
  const { madeOf: _, ...rest } = table;
  return rest;
}

function agedColumn(column: Column, known: ReadonlySet<string>): Column {
  if (column.filled === null && column.rows.holds === 'anything' && column.filledWhere === undefined) return column;
  const filled = column.filled && lasts(column.filled, known) ? likely(column.filled) : null;
  return changed(withoutPartialFills(column), { filled, rows: column.rows.holds === 'anything' ? column.rows : { holds: 'anything' } });
}

function agedProofs(proofs: RowProofs, known: ReadonlySet<string>): RowProofs {
  if (proofs === NO_PROOFS) return proofs;
  const next = changed(proofs, {
    unique: agedList(proofs.unique, known),
    references: agedList(proofs.references, known),
    checks: agedList(proofs.checks, known),
  });
  return proofs.images ? changed(next, { images: agedList(proofs.images, known) }) : next;
}

function agedList<Fact extends Proof>(facts: readonly Fact[], known: ReadonlySet<string>): readonly Fact[] {
  if (facts.length === 0) return facts;
  const kept = facts.filter((fact) => lasts(fact, known));
  return mapAll(kept.length === facts.length ? facts : kept, likely);
}

const lasts = (fact: Proof, known: ReadonlySet<string>): boolean => fact.lapses !== true && known.has(fact.by.migration);

/** The running application may have written other rows since. */
function likely<Fact extends Proof>(fact: Fact): Fact {
  if (fact.strength === 'likely') return fact;
  const because = fact.because.includes(fact.by.migration) ? fact.because : `${fact.because} in ${fact.by.migration}`;
  return { ...fact, strength: 'likely', aged: true, because };
}

const agedEnum = (type: EnumType): EnumType => changed(type, { added: type.added.length === 0 ? type.added : [], nameBefore: null });
