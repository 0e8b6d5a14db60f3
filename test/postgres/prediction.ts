import { apply, beginMigration, type Catalog, emptyCatalog, keyOf, partitionsOf } from '../../src/catalog/index.ts';
import type { Script } from '../../src/operation/index.ts';
import type { Parser } from '../../src/parsers/index.ts';
import type { Breakage, Failure, PostgresVersion, Server, Work } from '../../src/postgres/index.ts';
import { chooseRunner, execute, type ExecutionPlan, keepLastingBreakages, planExecution, type Step } from '../../src/runner/index.ts';

/** `transaction`: all statements in one BEGIN … COMMIT; `alone`: each by itself; `file`: one simple-query message. */
export type Mode = 'transaction' | 'alone' | 'file';

export interface Question {
  readonly setup: string;
  readonly sql: string;
  readonly mode: Mode;
  readonly version: PostgresVersion;
  readonly timeZone: string;
  /** Where unqualified names live. */
  readonly schema: string;
  readonly extensions: readonly string[];
}

/** What the model says of some SQL over a database that some other SQL built. */
export interface Prediction {
  readonly steps: readonly Step[];
  /** Tables that the set-up put rows into. */
  readonly filled: ReadonlySet<string>;
  readonly before: Catalog;
  readonly after: Catalog;
  readonly schema: string;
}

const ALONE = chooseRunner({ prisma: null, override: 'generic' });
const FILE = chooseRunner({ prisma: { version: '6.16.0', source: 'test' } });

function planOf(script: Script, mode: Mode): ExecutionPlan {
  if (mode === 'alone') return planExecution(script, ALONE);
  if (mode === 'file') return planExecution(script, FILE);
  return { transactions: script.statements.map(() => ({ id: 0, explicit: true, block: true })), wholeFile: true, unsplittable: null };
}

export function predict(parser: Parser, question: Question): Prediction {
  const server: Server = { version: question.version, timeZone: question.timeZone };
  const here = (catalog: Catalog): Catalog => ({ ...catalog, searchPath: question.schema === 'public' ? ['public'] : [question.schema, 'public'] });
  const setup = parser.parse(question.setup);
  const start = here(beginMigration(emptyDatabase(parser, question), 'setup'));
  const built = execute(setup, planExecution(setup, ALONE), start, server).after;
  const filled = filledBy(setup, built);
  const before = here(beginMigration(built, 'case'));
  const script = parser.parse(question.sql);
  const run = execute(script, planOf(script, question.mode), before, server);
  return { steps: keepLastingBreakages(run.steps, before, run.after), filled, before, after: run.after, schema: question.schema };
}

/** Tables that INSERT, COPY or CREATE TABLE AS wrote, and the partitions of those. */
function filledBy(setup: Script, after: Catalog): ReadonlySet<string> {
  const operations = setup.statements.flatMap((statement) => statement.operations);
  const written = operations.flatMap((operation) =>
    operation.kind === 'insert' || (operation.kind === 'createTable' && operation.definition.query !== null) ? [keyOf(after, operation.table)] : [],
  );
  return new Set(written.flatMap((key) => [key, ...partitionsOf(after, key).map((table) => `${table.schema}.${table.name}`)]));
}

const emptyDatabase = (parser: Parser, { schema, extensions }: Question): Catalog =>
  replaySql(parser, extensions.map((name) => `CREATE EXTENSION "${name}" SCHEMA public;`).join('\n'), {
    ...emptyCatalog(true),
    schemas: new Set(['public', schema]),
  });

/** The database after some SQL, each operation in the order written. */
export function replaySql(parser: Parser, sql: string, before: Catalog): Catalog {
  let catalog = before;
  for (const { operations, index } of parser.parse(sql).statements)
    for (const operation of operations) catalog = apply(catalog, operation, { migration: 'set-up', statement: index });
  return catalog;
}

export const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

/** A key without the schema that everything lives in. */
export const bare = ({ schema }: Prediction, key: string): string => (key.startsWith(`${schema}.`) ? key.slice(schema.length + 1) : key);

const ORDER = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

/** Strongest mode per relation that existed before, by name. ACCESS SHARE is left out: it depends on what plans look at. */
export function predictedLocks(prediction: Prediction): Readonly<Record<string, string>> {
  const strongest = new Map<string, string>();
  for (const lock of prediction.steps.flatMap((step) => step.effects.locks)) {
    const name = bare(prediction, lock.table);
    if (lock.existing && ORDER.indexOf(lock.mode) > Math.max(0, ORDER.indexOf(strongest.get(name) ?? ''))) strongest.set(name, lock.mode);
  }
  return inOrder(Object.fromEntries(strongest));
}

/** The same record with its names in order, ACCESS SHARE left out. */
export const inOrder = (locks: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(locks)
      .filter(([, mode]) => mode !== 'ACCESS SHARE')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Work on relations that existed before. */
export const predictedWork = ({ steps }: Prediction): readonly Work[] => steps.flatMap((step) => step.effects.work).filter((each) => each.existing);
export const tablesOf = (prediction: Prediction, kinds: readonly Work['what'][]): readonly string[] =>
  sorted(
    predictedWork(prediction)
      .filter((each) => kinds.includes(each.what))
      .map((each) => bare(prediction, each.table)),
  );
export const rebuiltIndexes = (prediction: Prediction): readonly string[] =>
  sorted(
    predictedWork(prediction)
      .filter((each) => each.what === 'index-rebuild')
      .flatMap((each) => each.of ?? []),
  );
/** Everything that reads a table in proportion to its rows. */
export const READING: readonly Work['what'][] = ['rewrite', 'scan', 'index-build', 'index-rebuild', 'validate-foreign-key'];

export const possibleFailures = ({ steps }: Prediction): readonly Failure[] => steps.flatMap(({ effects }) => effects.fails);
/** Failures that show as soon as the tables hold the rows that the set-up put there. */
export const certainFailures = ({ steps, filled }: Prediction): readonly Failure[] =>
  steps
    .flatMap(({ effects }) => effects.fails)
    .filter(
      (failure) =>
        failure.unlikelyBecause === null &&
        (failure.when === 'always' || (failure.when === 'rows' && (!('table' in failure.cause) || filled.has(failure.cause.table)))),
    );
export const describeFailures = (failures: readonly Failure[]): string =>
  failures.map(({ sqlstate, when }) => `${sqlstate} ${when}`).join(', ') || 'no failure';

/** What an old client of a table notices, by the statement it sends. */
export const predictedBreakages = ({ steps, schema }: Prediction, table: string): readonly Breakage[] =>
  steps.flatMap((step) => step.effects.breaks).filter((breakage) => breakage.table === `${schema}.${table}`);

/** `what measured, predicted said` when the two differ. */
export function difference(what: string, measured: unknown, predicted: unknown): readonly string[] {
  const [given, said] = [JSON.stringify(measured), JSON.stringify(predicted)];
  return given === said ? [] : [`${what} ${given}, predicted ${said}`];
}
