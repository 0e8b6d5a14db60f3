import { type Catalog, descendantsOf, type RelationKey, type Rows, type Table } from '../catalog/index.ts';
import type { LockMode } from '../operation/index.ts';
import type { Breakage, Effects, Failure, FailureCause, Lock, Loss, PostgresVersion, Work } from './effects.ts';

/** Some lists of {@link Effects}; those left out are empty. */
export type Part = Partial<Effects>;

/** All parts together, in order. The strongest lock on a relation stays; equal losses and breakages are said once. */
export function combine(...parts: readonly (Part | null)[]): Effects {
  const latent = gathered(parts, (part) => part.latent);
  const notes = gathered(parts, (part) => part.notes);
  return {
    locks: strongest(gathered(parts, (part) => part.locks)),
    work: distinct(gathered(parts, (part) => part.work)),
    fails: distinct(gathered(parts, (part) => part.fails)),
    ...(latent.length > 0 ? { latent } : {}),
    loses: distinct(gathered(parts, (part) => part.loses)),
    breaks: distinct(gathered(parts, (part) => part.breaks)),
    unknown: parts.some((part) => part?.unknown === true),
    notes: notes.length < 2 ? notes : [...new Set(notes)],
  };
}

/** A list of all parts, in order. That of a part which alone has some is not copied: most operations do one thing. */
function gathered<Item>(parts: readonly (Part | null)[], listOf: (part: Part) => readonly Item[] | undefined): readonly Item[] {
  let first: readonly Item[] | null = null;
  let all: Item[] | null = null;
  for (const part of parts) {
    const list = part && listOf(part);
    if (!list || list.length === 0) continue;
    if (first === null) first = list;
    else {
      all ??= [...first];
      for (const item of list) all.push(item);
    }
  }
  return all ?? first ?? [];
}

const STRENGTH: Readonly<Record<LockMode, number>> = {
  'ACCESS SHARE': 0,
  'ROW SHARE': 1,
  'ROW EXCLUSIVE': 2,
  'SHARE UPDATE EXCLUSIVE': 3,
  SHARE: 4,
  'SHARE ROW EXCLUSIVE': 5,
  EXCLUSIVE: 6,
  'ACCESS EXCLUSIVE': 7,
};

/** Is `a` as strong as `b`, or stronger, by PostgreSQL's order of modes? */
const atLeast = (a: LockMode, b: LockMode): boolean => STRENGTH[a] >= STRENGTH[b];

function strongest(locks: readonly Lock[]): readonly Lock[] {
  if (locks.length < 2) return locks;
  const byRelation = new Map<string, Lock>();
  for (const lock of locks) {
    const key = `${lock.on} ${lock.table}`;
    const held = byRelation.get(key);
    if (!held || !atLeast(held.mode, lock.mode)) byRelation.set(key, lock);
  }
  return [...byRelation.values()];
}

function distinct<Value>(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    return seen.has(text) ? false : seen.add(text) !== undefined;
  });
}

/** Did the relation exist before the migration that is being replayed? What nobody saw created did. */
export function isExisting(catalog: Catalog, key: RelationKey): boolean {
  const relation = catalog.tables.get(key) ?? catalog.views.get(key) ?? catalog.sequences.get(key);
  return !relation?.bornIn || relation.bornIn.migration !== catalog.migration;
}

/** Rows that the relation may hold. A partitioned table holds those of its partitions; an unknown relation may hold any. */
export function rowsOf(catalog: Catalog, key: RelationKey): Rows {
  const table = catalog.tables.get(key);
  if (!table) return catalog.views.get(key) || catalog.sequences.get(key) ? rowsOfOther(catalog, key) : 'unknown';
  return rowsOfTable(catalog, key, table);
}

function rowsOfTable(catalog: Catalog, key: RelationKey, table: Table): Rows {
  if (table.kind !== 'partitioned table' || table.rows !== 'none') return table.rows;
  const inPartitions = descendantsOf(catalog, key).map((child) => rowsOf(catalog, child));
  return inPartitions.find((rows) => rows === 'unknown') ?? inPartitions.find((rows) => rows === 'some') ?? 'none';
}

/** A materialized view that was born in this migration is as small as what it was made of: unknown, unless WITH NO DATA. */
function rowsOfOther(catalog: Catalog, key: RelationKey): Rows {
  const view = catalog.views.get(key);
  return view?.kind === 'materialized view' && view.populated ? 'unknown' : 'none';
}

/** A lock on a table, view or sequence; what nobody knows is taken for a table. */
export function lock(catalog: Catalog, key: RelationKey, mode: LockMode): Lock {
  const on = catalog.tables.has(key) ? 'table' : catalog.views.has(key) ? 'view' : catalog.sequences.has(key) ? 'sequence' : 'table';
  return { table: key, on, mode, existing: isExisting(catalog, key), rows: rowsOf(catalog, key) };
}

/** A lock on an index, `key` being `schema.index`; `owner` is its table, or null when nobody knows it. */
export function lockIndex(catalog: Catalog, key: RelationKey, owner: RelationKey | null, mode: LockMode): Lock {
  const relation = owner === null ? undefined : (catalog.tables.get(owner) ?? catalog.views.get(owner));
  const name = key.slice(key.indexOf('.') + 1);
  const born = relation?.indexes.find((index) => index.name === name)?.bornIn;
  return { table: key, on: 'index', mode, existing: !born || born.migration !== catalog.migration, rows: owner === null ? 'unknown' : rowsOf(catalog, owner) };
}

/** Work proportional to the rows of `key`: none at all for a table that is known to be empty. */
export function work(catalog: Catalog, key: RelationKey, what: Work['what'], under: LockMode, of: string | null = null): readonly Work[] {
  const rows = rowsOf(catalog, key);
  return rows === 'none' ? [] : [{ table: key, what, under, existing: isExisting(catalog, key), rows, of }];
}

/** A reason to abort. Left out: nothing makes it unlikely, and no query tells beforehand. */
export const fails = (
  cause: FailureCause,
  sqlstate: string,
  when: Failure['when'],
  more: Partial<Pick<Failure, 'unlikelyBecause' | 'ruledOutBefore' | 'preflight'>> = {},
): Failure => ({
  cause,
  sqlstate,
  when,
  unlikelyBecause: more.unlikelyBecause ?? null,
  ruledOutBefore: more.ruledOutBefore ?? false,
  preflight: more.preflight ?? null,
});

/**
 * A statement inside a DO block or another construct that may not run it. What would always fail is what the block asks
 * about (is it there already?), so that only failures that depend on rows are claimed.
 */
export const asConditional = (effects: Effects): Effects => ({ ...effects, fails: effects.fails.filter(({ when }) => when !== 'always') });

/** A statement that fails whatever the rows are does nothing else. The locks are held until the transaction is rolled back. */
export function asFailing(effects: Effects): Effects {
  return effects.fails.some(({ when, unlikelyBecause }) => when === 'always' && unlikelyBecause === null)
    ? { ...effects, work: [], loses: [], breaks: [] }
    : effects;
}

/** PostgreSQL refuses it whatever the rows are; `reason` in words. */
export const refusal = (reason: string, sqlstate: string): Failure => fails({ what: 'not-allowed', reason }, sqlstate, 'always');

/** A part of SQL that the server does not know yet. */
export const notSupported = (feature: string, since: PostgresVersion, sqlstate = '42601'): Failure =>
  fails({ what: 'not-supported', feature, since }, sqlstate, 'always');

/** A loss. Only tables, columns, rows and values are data; say so otherwise with `data`. */
export const loses = (what: Loss['what'], table: RelationKey | null, more: Partial<Omit<Loss, 'what' | 'table'>> = {}): Loss => ({
  what,
  table,
  column: more.column ?? null,
  object: more.object ?? null,
  how: more.how ?? null,
  data: more.data ?? ['table', 'column', 'rows', 'values'].includes(what),
});

/** What the deployed client notices. */
export const breaks = (
  table: RelationKey | null,
  client: Breakage['client'],
  sqlstate: string | null,
  column: string | null = null,
  when?: Breakage['when'],
): Breakage => ({
  table,
  column,
  client,
  sqlstate,
  ...(when === undefined ? {} : { when }),
});
