import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import type { Breakage, Failure, Lock, Loss, PostgresVersion, Work } from '../../src/postgres/index.ts';
import { predict } from './prediction.ts';

/** Effects in words, so that a table of cases can be read: keys without the schema `public`. */
export interface Outcome {
  /** `users: ACCESS EXCLUSIVE`, relations that existed before, ACCESS SHARE left out. */
  readonly locks: readonly string[];
  /** `scan users under ACCESS EXCLUSIVE`, relations that existed before. */
  readonly work: readonly string[];
  /** `23505 data`, with `?` when something makes it unlikely. */
  readonly fails: readonly string[];
  /** Same, as far as it comes later and from others. */
  readonly latent: readonly string[];
  /** `rows users`, `column users.name cascaded`, in brackets when it is no data. */
  readonly loses: readonly string[];
  /** `select users 42P01`. */
  readonly breaks: readonly string[];
  readonly notes: readonly string[];
}

const short = (key: string | null): string => (key ?? '').replace(/^public\./, '');
const words = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(' ');
const sortedSet = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

const MODES = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

function lockWords(locks: readonly Lock[]): readonly string[] {
  const strongest = new Map<string, number>();
  for (const lock of locks) if (lock.existing) strongest.set(short(lock.table), Math.max(strongest.get(short(lock.table)) ?? 0, MODES.indexOf(lock.mode)));
  return sortedSet([...strongest].filter(([, mode]) => mode > 0).map(([name, mode]) => `${name}: ${MODES[mode] ?? ''}`));
}
const workWords = (work: readonly Work[]): readonly string[] =>
  sortedSet(work.filter((each) => each.existing).map((each) => `${each.what} ${short(each.table)} under ${each.under}`));
const failureWords = (failures: readonly Failure[]): readonly string[] =>
  sortedSet(failures.map((failure) => `${failure.sqlstate} ${failure.when}${failure.unlikelyBecause === null ? '' : '?'}`));
const lossWords = (losses: readonly Loss[]): readonly string[] =>
  sortedSet(
    losses.map((loss) => {
      const text = words(loss.what, loss.column === null ? short(loss.table) : `${short(loss.table)}.${loss.column}`, loss.object, loss.how);
      return loss.data ? text : `(${text})`;
    }),
  );
const breakWords = (breakages: readonly Breakage[]): readonly string[] =>
  sortedSet(
    breakages
      .filter(({ client }) => client !== 'prepared')
      .map((each) => words(each.client, each.column === null ? short(each.table) : `${short(each.table)}.${each.column}`, each.sqlstate)),
  );

let parser: Parser | null = null;

/** What the model says of `sql` over a database that `given` built in an earlier migration. All statements share a transaction. */
export async function outcomeOf(given: string, sql: string, version: PostgresVersion = 17): Promise<Outcome> {
  parser ??= await createLibpgQueryParser();
  const { steps } = predict(parser, { setup: given, sql, mode: 'transaction', version, timeZone: 'UTC', schema: 'public', extensions: [] });
  const all = steps.map((step) => step.effects);
  return {
    locks: lockWords(all.flatMap((effects) => effects.locks)),
    work: workWords(all.flatMap((effects) => effects.work)),
    fails: failureWords(all.flatMap((effects) => effects.fails)),
    latent: failureWords(all.flatMap((effects) => effects.latent ?? [])),
    loses: lossWords(all.flatMap((effects) => effects.loses)),
    breaks: breakWords(all.flatMap((effects) => effects.breaks)),
    notes: all.flatMap((effects) => effects.notes),
  };
}
