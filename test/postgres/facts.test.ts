/**
 * Our effects against what PostgreSQL 11 to 18 really did with 470 statements (postgres-facts.json: strongest lock per relation, new files,
 * sequential scans, SQLSTATEs, and an old client's statements; measured, not read in manuals).
 *
 * How prediction and measurement are compared, per case and version:
 * - error: a case that failed must have a failure of that SQLSTATE: `always`, or one that needs rows if the same passes on empty tables. A case
 *   that ran must have none (`rows` counts only for tables that the set-up filled). `errBad` asks for a failure that depends on rows.
 * - locks: strongest mode per relation that existed before. ACCESS SHARE is left out on both sides: it depends on what plans look at.
 * - rewrite, idxRebuilt: equal sets. An index in `idxKept` is thereby one that we do not rebuild. New files that cost nothing per row are left
 *   out: those of sequences, of what TRUNCATE empties, and of an index that takes the name of a dropped one. So are locks below SHARE UPDATE
 *   EXCLUSIVE on indexes, which plans and the writing of rows take.
 * - scan: tables that we say are read in proportion to their rows (rewrite, scan, index build or rebuild, foreign key validation). Looking up the
 *   other side of a foreign key, and rows that a query or a DML statement reads, are a plan's choice (sequential scan or index): not compared.
 *   Empty tables leave no trace. Statements outside a transaction keep no such counts.
 * - old client of table `t`: its SELECT and INSERT name every column and write enum labels bare. So its INSERT cannot show a NOT NULL or CHECK of an old
 *   column (23502, 23514), nor the new name of a type that other clients cast to (42704). Breakages that depend on values or labels may or may not show.
 * The sampled locks of a whole script are not measured: errors and clients are.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/index.ts';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import { type Breakage, POSTGRES_VERSIONS, type PostgresVersion } from '../../src/postgres/index.ts';
import { DISAGREEMENTS } from './disagreements.ts';
import {
  bare,
  certainFailures,
  describeFailures,
  difference,
  inOrder,
  possibleFailures,
  predict,
  predictedBreakages,
  predictedLocks,
  predictedWork,
  type Prediction,
  READING,
  rebuiltIndexes,
  sorted,
  tablesOf,
} from './prediction.ts';

interface Measured {
  readonly err?: string;
  readonly errBad?: string;
  readonly emptyOk?: boolean;
  readonly locks?: Readonly<Record<string, string>>;
  readonly rewrite?: readonly string[];
  readonly idxRebuilt?: readonly string[];
  readonly scan?: readonly string[];
  readonly old?: 'ok' | Readonly<Record<'sel' | 'prep' | 'ins', string | undefined>>;
}
interface Case {
  readonly id: string;
  readonly group: string;
  readonly sql: string;
  readonly setup: string;
  readonly mode?: 'nontx' | 'script';
  readonly guc?: { readonly TimeZone?: string };
  readonly pg: Readonly<Record<string, Measured>>;
}
const FACTS: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(new URL('./postgres-facts.json', import.meta.url), 'utf8'));

/** `11-14,16` → the versions that it names. */
const versionsOf = (key: string): readonly PostgresVersion[] => {
  const ranges = key.split(',').map((part) => part.split('-').map(Number));
  return POSTGRES_VERSIONS.filter((version) => ranges.some(([from = 0, to = from]) => from <= version && version <= to));
};

const MODES: Readonly<Record<string, string>> = {
  AS: 'ACCESS SHARE',
  RS: 'ROW SHARE',
  RX: 'ROW EXCLUSIVE',
  SUX: 'SHARE UPDATE EXCLUSIVE',
  S: 'SHARE',
  SRX: 'SHARE ROW EXCLUSIVE',
  X: 'EXCLUSIVE',
  AX: 'ACCESS EXCLUSIVE',
};
const EXTENSIONS = ['citext', 'pgcrypto', 'uuid-ossp', 'pg_trgm', 'btree_gist', 'btree_gin', 'hstore', 'unaccent'];

let parser: Parser;
beforeAll(async () => {
  parser = await createLibpgQueryParser();
});

const predictCase = (fact: Case, version: PostgresVersion): Prediction =>
  predict(parser, {
    setup: fact.setup,
    sql: fact.sql,
    mode: fact.mode === 'nontx' ? 'alone' : fact.mode === 'script' ? 'file' : 'transaction',
    version,
    timeZone: fact.guc?.TimeZone ?? 'UTC',
    schema: 'z',
    extensions: EXTENSIONS,
  });

function compareErrors(measured: Measured, prediction: Prediction): readonly string[] {
  const possible = possibleFailures(prediction);
  const certain = certainFailures(prediction);
  if (measured.err !== undefined) {
    const sqlstate = measured.err.slice(0, 5);
    const found = measured.emptyOk
      ? possible.some((failure) => failure.sqlstate === sqlstate && failure.when !== 'always')
      : certain.some((failure) => failure.sqlstate === sqlstate && failure.when === 'always');
    return found ? [] : [`err ${measured.err}${measured.emptyOk ? ' with rows' : ''}, predicted ${describeFailures(possible)}`];
  }
  const missed = measured.errBad !== undefined && !possible.some(({ sqlstate, when }) => when !== 'always' && sqlstate === measured.errBad?.slice(0, 5));
  return [
    ...(certain.length > 0 ? [`no error, predicted ${describeFailures(certain)}`] : []),
    ...(missed ? [`errBad ${measured.errBad}, predicted ${describeFailures(possible)}`] : []),
  ];
}

function compareWork(fact: Case, measured: Measured, prediction: Prediction): readonly string[] {
  const scanned = sorted([
    ...tablesOf(
      prediction,
      READING.filter((what) => what !== 'validate-foreign-key'),
    ),
    ...validatedTables(prediction),
  ]);
  const chosen = new Set([...scannedByPlan(prediction)].filter((table) => !scanned.includes(table)));
  const locks = Object.fromEntries(Object.entries(measured.locks ?? {}).map(([name, mode]) => [name, MODES[mode] ?? mode]));
  const fresh = newFiles(prediction);
  return [
    ...difference('locks', inOrder(withoutPlans(locks, prediction)), withoutPlans(predictedLocks(prediction), prediction)),
    ...difference(
      'rewrite',
      sorted(measured.rewrite ?? []).filter((name) => !fresh.has(name) && !name.includes('*')),
      tablesOf(prediction, ['rewrite']),
    ),
    ...difference(
      'idxRebuilt',
      sorted(measured.idxRebuilt ?? []).filter((name) => !fresh.has(name)),
      rebuiltIndexes(prediction),
    ),
    ...(fact.mode === 'nontx'
      ? []
      : difference(
          'scan',
          sorted(measured.scan ?? []).filter((table) => !chosen.has(table)),
          scanned.filter((table) => !isEmptyOrView(table, prediction)),
        )),
  ];
}

/** Indexes are locked below SHARE UPDATE EXCLUSIVE by plans and while rows are written; what of it is held until the end is a plan's matter. */
function withoutPlans(locks: Readonly<Record<string, string>>, { before }: Prediction): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(locks).filter(([name, mode]) => !(before.indexOwners.has(`z.${name}`) && ['ROW SHARE', 'ROW EXCLUSIVE'].includes(mode))),
  );
}

/** New files that are no work: sequences, what TRUNCATE empties, and an index that another takes the name of. */
function newFiles(prediction: Prediction): ReadonlySet<string> {
  const { steps, before } = prediction;
  const emptied = steps.filter(({ operation }) => operation.kind === 'truncate').flatMap(({ effects }) => effects.locks.map((lock) => lock.table));
  const indexes = emptied.flatMap((key) => before.tables.get(key)?.indexes.map((index) => index.name) ?? []);
  const origins = (catalog: Catalog): ReadonlyMap<string, string> =>
    new Map([...catalog.tables.values()].flatMap((table) => table.indexes.map((index) => [index.name, JSON.stringify(index.bornIn)] as const)));
  const old = origins(before);
  const replaced = [...origins(prediction.after)].filter(([name, origin]) => old.has(name) && old.get(name) !== origin).map(([name]) => name);
  return new Set([...[...before.sequences.values()].map(({ name }) => name), ...emptied.map((key) => bare(prediction, key)), ...indexes, ...replaced]);
}

/** Reading nothing leaves no trace; filling a materialized view reads other tables. */
const isEmptyOrView = (table: string, { filled, before, steps }: Prediction): boolean =>
  (before.views.has(`z.${table}`) && steps.some(({ operation }) => operation.kind === 'refreshMaterializedView')) ||
  (before.tables.get(`z.${table}`)?.kind === 'table' && !filled.has(`z.${table}`));

/** The referencing sides of foreign keys that are validated. */
const validatedTables = (prediction: Prediction): readonly string[] =>
  predictedWork(prediction)
    .filter(
      (work) =>
        work.what === 'validate-foreign-key' &&
        prediction.steps.some(
          ({ after }) =>
            after.tables
              .get(work.table)
              ?.constraints.some((constraint) => constraint.kind === 'foreignKey' && (work.of === null || constraint.name === work.of)) === true,
        ),
    )
    .map((work) => bare(prediction, work.table));

/** Tables that a plan may read: the other side of a foreign key, and whatever queries and DML name or refer to. */
function scannedByPlan(prediction: Prediction): ReadonlySet<string> {
  const { steps, before } = prediction;
  const kinds = [
    'insert',
    'update',
    'delete',
    'merge',
    'select',
    'copy',
    'truncate',
    'refreshMaterializedView',
    'doBlock',
    'callProcedure',
    'createView',
    'createTable',
  ];
  const readers = steps.filter(({ operation }) => kinds.includes(operation.kind));
  const read = readers.flatMap(({ effects }) => effects.locks.map((lock) => bare(prediction, lock.table)));
  const validated = new Set(steps.flatMap(({ effects }) => effects.work.filter((each) => each.what === 'validate-foreign-key').map((each) => each.table)));
  const referenced = [...before.tables.values(), ...steps.flatMap(({ after }) => [...after.tables.values()])]
    .filter((table) => validated.has(`${table.schema}.${table.name}`))
    .flatMap((table) => table.constraints.flatMap((constraint) => (constraint.kind === 'foreignKey' ? [bare(prediction, constraint.references.table)] : [])));
  const partitions = [...before.tables.values()].flatMap((table) =>
    table.partitionOf && referenced.includes(bare(prediction, table.partitionOf.parent)) ? [table.name] : [],
  );
  return new Set([...read, ...referenced, ...partitions]);
}

function compareClient(measured: Measured, prediction: Prediction): readonly string[] {
  if (measured.old === undefined) return [];
  const old = measured.old === 'ok' ? { sel: undefined, prep: undefined, ins: undefined } : measured.old;
  const breakages = predictedBreakages(prediction, 't');
  const of = (client: Breakage['client']): readonly Breakage[] => breakages.filter((breakage) => breakage.client === client && breakage.sqlstate !== null);
  const selects = of('select');
  const known = prediction.before.tables.get('z.t');
  const isOld = (breakage: Breakage): boolean => known?.columns.some((column) => column.name === breakage.column) === true;
  const inserts = [
    ...of('insert').filter((breakage) => breakage.sqlstate !== '42704' && !(['23502', '23514'].includes(breakage.sqlstate ?? '') && isOld(breakage))),
    ...selects,
  ];
  const labels = breakagesOfTypes(prediction).filter((breakage) => breakage.sqlstate === '22P02');
  return [...one('sel', old.sel, selects), ...one('prep', old.prep, [...of('prepared'), ...selects]), ...one('ins', old.ins, inserts, labels)];
}

/** What a client notices of its enum labels: by type or by table. */
const breakagesOfTypes = ({ steps }: Prediction): readonly Breakage[] =>
  steps.flatMap((step) => step.effects.breaks).filter((breakage) => breakage.client === 'enum');

function one(what: string, measured: string | undefined, predicted: readonly Breakage[], alsoPossible: readonly Breakage[] = []): readonly string[] {
  const sure = predicted.filter((breakage) => breakage.when !== 'values');
  const said = sorted(sure.map((breakage) => breakage.sqlstate ?? ''));
  if (measured === undefined) return said.length === 0 ? [] : [`${what} ok, predicted ${said.join()}`];
  return [...predicted, ...alsoPossible].some((breakage) => breakage.sqlstate === measured) ? [] : [`${what} ${measured}, predicted ${said.join() || 'ok'}`];
}

function compare(fact: Case, version: PostgresVersion, measured: Measured): readonly string[] {
  const prediction = predictCase(fact, version);
  const problems = parser.parse(fact.sql).problems.map((problem) => `not parsed: ${problem.message}`);
  const failed = measured.err !== undefined;
  return [
    ...problems,
    ...compareErrors(measured, prediction),
    ...(failed || fact.mode === 'script' ? [] : compareWork(fact, measured, prediction)),
    ...(failed ? [] : compareClient(measured, prediction)),
  ];
}

/** One line per version and difference; versions that differ alike are named together. */
function differences(fact: Case): readonly string[] {
  const lines = new Map<string, PostgresVersion[]>();
  for (const [key, measured] of Object.entries(fact.pg))
    for (const version of versionsOf(key)) for (const line of compare(fact, version, measured)) lines.set(line, [...(lines.get(line) ?? []), version]);
  return [...lines].map(([line, versions]) => `${versions.join()}: ${line}`);
}

for (const group of new Set(FACTS.cases.map((fact) => fact.group)))
  describe(group, () => {
    it.each(FACTS.cases.filter((fact) => fact.group === group))('$id: $sql', (fact) => {
      const expected = DISAGREEMENTS.find((each) => each.id === fact.id);
      const found = differences(fact);
      expect(found, found.join('\n')).toEqual(expected?.what ?? []);
    });
  });

it('lists no case that does not exist', () => {
  expect(DISAGREEMENTS.filter(({ id }) => !FACTS.cases.some((fact) => fact.id === id))).toEqual([]);
});
