import { columnNamed, type Index, type KeyConstraint, type RelationKey, descendantsOf } from '../../catalog/index.ts';
import type { ExcludeDefinition, IndexElement, LockMode, PrimaryKeyDefinition, UniqueDefinition } from '../../operation/index.ts';
import { combine, fails, lock, lockIndex, notSupported, type Part, rowsOf, work } from '../build.ts';
import type { Effects } from '../effects.ts';
import { operatorClassFailures } from '../indexes/operator-class.ts';
import { missingPartitionKey } from '../indexes/partitioned.ts';
import { missing, nameCollision, refused, storageOf } from '../relations.ts';
import { duplicateRows, plainElement } from '../unique-rows.ts';
import { type Addition, missingColumns, nullRows, provesNotNull, takenName } from './addition.ts';

/** PRIMARY KEY and UNIQUE: an index build under ACCESS EXCLUSIVE, or the name of an index that is there already. */
export function addKey(definition: PrimaryKeyDefinition | UniqueDefinition, addition: Addition): Effects {
  const early = unsupported(definition, addition) ?? secondPrimaryKey(definition, addition);
  if (early) return early;
  return definition.usingIndex === null ? buildKey(definition, addition) : adoptIndex(definition, definition.usingIndex, addition);
}

function buildKey(definition: PrimaryKeyDefinition | UniqueDefinition, addition: Addition): Effects {
  const { catalog, target } = addition;
  const absent = missingColumns(addition, definition.columns);
  if (absent.length > 0) return combine({ fails: absent });
  const name = keyName(definition, addition);
  const elements = definition.columns.map(plainElement);
  const nullsNotDistinct = definition.kind === 'unique' && definition.nullsNotDistinct;
  return combine(
    treeLocks(addition, definition),
    { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'index-build', 'ACCESS EXCLUSIVE', name)) },
    // A name that PostgreSQL chooses itself gives way.
    { fails: definition.name === null ? [] : [...takenName(addition, name), ...nameCollision(catalog, `${target.table.schema}.${name}`)] },
    { fails: [...operatorClassFailures(catalog, target.table, 'btree', elements), ...missingPartitionKey(target.table, elements)] },
    definition.kind === 'primaryKey' ? notNullScan(definition.columns, addition) : null,
    definition.withoutOverlaps ? exclusionRows(addition, name) : duplicateRows(catalog, { ...target, elements, where: null, nullsNotDistinct, name }),
  );
}

/** `t_pkey`, `t_a_b_key`: PostgreSQL's own choice, as long as it is not too long (ChooseIndexName, indexcmds.c). */
function keyName(definition: PrimaryKeyDefinition | UniqueDefinition, { target }: Addition): string {
  if (definition.name !== null) return definition.name;
  return definition.kind === 'primaryKey' ? `${target.table.name}_pkey` : `${target.table.name}_${definition.columns.join('_')}_key`;
}

/** The recursion to partitions took SHARE, as CREATE INDEX does; the NOT NULL of a primary key, and all of it since 18, ACCESS EXCLUSIVE (measured). */
function treeLocks({ catalog, target, server, only }: Addition, definition: PrimaryKeyDefinition | UniqueDefinition): Part {
  const partitions: LockMode = definition.kind === 'primaryKey' || server.version >= 18 ? 'ACCESS EXCLUSIVE' : 'SHARE';
  return {
    locks: [lock(catalog, target.key, 'ACCESS EXCLUSIVE'), ...(only ? [] : descendantsOf(catalog, target.key)).map((key) => lock(catalog, key, partitions))],
  };
}

/** A primary key makes its columns NOT NULL: a scan for those that are not, and 23502. Since 12 a valid CHECK spares the scan. */
function notNullScan(columns: readonly string[], addition: Addition): Part {
  const { catalog, target, server } = addition;
  const nullable = columns.filter((name) => columnNamed(target.table, name)?.notNull !== true);
  const open = nullable.filter((name) => server.version < 12 || provesNotNull(target.table, name) === null);
  if (open.length === 0) return nullable.length === 0 ? {} : { notes: ['no scan: valid CHECK constraints prove the key columns NOT NULL'] };
  return combine(
    { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'scan', 'ACCESS EXCLUSIVE')) },
    nullRows(addition, open),
  );
}

function exclusionRows({ catalog, target }: Addition, constraint: string | null): Part {
  if (rowsOf(catalog, target.key) === 'none') return {};
  return { fails: [fails({ what: 'exclusion-violations', table: target.key, constraint }, '23P01', 'data')] };
}

// ── USING INDEX ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** No build: the index changes its name and its owner. Restrictions: transformIndexConstraint(), parse_utilcmd.c. */
function adoptIndex(definition: PrimaryKeyDefinition | UniqueDefinition, name: string, addition: Addition): Effects {
  const { catalog, target, server } = addition;
  const indexKey: RelationKey = `${target.table.schema}.${name}`;
  const index = target.table.indexes.find((candidate) => candidate.name === name);
  if (!index)
    return combine(treeLocks(addition, definition), {
      fails: target.table.complete && target.table.obscuredBy === null ? [missing('index', name, '42704')] : [],
    });
  const refusal = whyNotAdopted(definition, index);
  if (refusal) return refused(refusal.reason, refusal.sqlstate);
  const columns = index.elements.flatMap((element) => (element.column === null ? [] : [element.column]));
  return combine(
    treeLocks(addition, definition),
    { locks: [lockIndex(catalog, indexKey, target.key, server.version >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE')] },
    { fails: takenName(addition, definition.name) },
    definition.kind === 'primaryKey' ? notNullScan(columns, addition) : null,
    { notes: [`no index build: ${name} is there already`] },
  );
}

function whyNotAdopted(definition: PrimaryKeyDefinition | UniqueDefinition, index: Index): { readonly reason: string; readonly sqlstate: string } | null {
  const wrong = (what: string): { reason: string; sqlstate: string } => ({ reason: `index ${index.name} ${what}`, sqlstate: '42809' });
  if (index.constraint !== null) return { reason: `index ${index.name} belongs to constraint ${index.constraint} already`, sqlstate: '55000' };
  if (!index.valid) return { reason: `index ${index.name} is not valid`, sqlstate: '55000' };
  if (!index.unique) return wrong('is not unique');
  if (index.elements.some((element) => element.column === null)) return wrong('contains expressions');
  if (index.where !== null) return wrong('is partial');
  if (index.method !== 'btree') return wrong('is not a b-tree');
  if (index.elements.some((element) => !sortsByDefault(element))) return wrong('does not have default sorting behaviour');
  if (definition.kind === 'primaryKey' && index.nullsNotDistinct) return wrong('treats NULLs as equal, which a primary key cannot');
  return null;
}

const sortsByDefault = (element: IndexElement): boolean =>
  !element.descending && element.nulls !== 'first' && element.operatorClass === null && element.collation === null;

// ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function unsupported(definition: PrimaryKeyDefinition | UniqueDefinition, { server }: Addition): Effects | null {
  const nullsNotDistinct = definition.kind === 'unique' && definition.nullsNotDistinct && server.version < 15;
  if (nullsNotDistinct) return combine({ fails: [notSupported('NULLS NOT DISTINCT', 15)] });
  if (definition.withoutOverlaps && server.version < 18) return combine({ fails: [notSupported('WITHOUT OVERLAPS', 18)] });
  return null;
}

function secondPrimaryKey(definition: PrimaryKeyDefinition | UniqueDefinition, { target }: Addition): Effects | null {
  const old = target.table.constraints.find((constraint): constraint is KeyConstraint => constraint.kind === 'primaryKey');
  return definition.kind === 'primaryKey' && old ? refused(`${target.key} has the primary key ${old.name} already`, '42P16') : null;
}

// ── EXCLUDE ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** EXCLUDE builds its index, and checks it, under ACCESS EXCLUSIVE. */
export function addExclusion(definition: ExcludeDefinition, addition: Addition): Effects {
  const { catalog, target, server } = addition;
  if (target.table.kind === 'partitioned table' && server.version < 17)
    return combine({ fails: [notSupported('EXCLUDE on a partitioned table', 17, '0A000')] });
  const elements = definition.elements.map(({ element }) => element);
  const absent = missingColumns(
    addition,
    elements.flatMap((element) => (element.column === null ? [] : [element.column])),
  );
  if (absent.length > 0) return combine({ fails: absent });
  return combine(
    { locks: [target.key, ...descendantsOf(catalog, target.key)].map((key) => lock(catalog, key, 'ACCESS EXCLUSIVE')) },
    { work: storageOf(catalog, target.key, addition.only).flatMap((key) => work(catalog, key, 'index-build', 'ACCESS EXCLUSIVE', definition.name)) },
    { fails: [...takenName(addition, definition.name), ...operatorClassFailures(catalog, target.table, definition.method, elements)] },
    exclusionRows(addition, definition.name),
  );
}
