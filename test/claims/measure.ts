import { PGlite } from '@electric-sql/pglite';

/** What a real PostgreSQL did with one statement (or one file) over given rows. */
export interface Measurement {
  /** SQLSTATE and text of the error, or null when it went through. */
  readonly error: { readonly sqlstate: string; readonly message: string } | null;
  /** Strongest lock held at the end of the transaction, by relation name; only relations that existed before. */
  readonly locks: Readonly<Record<string, string>>;
  /** Tables whose heap got a new file. */
  readonly rewritten: readonly string[];
  /** Indexes that got a new file (existing ones only). */
  readonly reindexed: readonly string[];
  /** What PostgreSQL said it did: `rewriting table "t"`, `verifying table "t"`, `building index "i" …`, `validating foreign key …`. */
  readonly debug: readonly string[];
  /** SQLSTATE of each probe afterwards ('ok' when it works): the statements of the client deployed before. */
  readonly probes: readonly string[];
  /** Rows returned by each query of `ask`, after the statement. */
  readonly answers: readonly (readonly Readonly<Record<string, unknown>>[])[];
}

export interface Experiment {
  /** Committed before the statement runs. */
  readonly setup: string;
  /** The statement or the whole file under measurement. */
  readonly sql: string;
  /** `transaction` (default): inside BEGIN … COMMIT; `file`: one simple-query message, as Prisma ≤ 7.3 sends a file; `alone`: autocommit, statement by statement as given in the array. */
  readonly mode?: 'transaction' | 'file';
  /** Statements sent one by one in autocommit instead of `sql` (Prisma ≥ 7.4). */
  readonly statements?: readonly string[];
  /** Statements of the old client, run afterwards, each rolled back. `PREPARE`d ones: write them in setup and EXECUTE here. */
  readonly probes?: readonly string[];
  readonly ask?: readonly string[];
}

const MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];
const NAMES = ['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'];

/** An embedded PostgreSQL: one a test file (it costs seconds and hundreds of megabytes). Every experiment starts from an empty `public`. */
export class Laboratory {
  readonly #server: PGlite;
  private constructor(server: PGlite) {
    this.#server = server;
  }

  static async open(): Promise<Laboratory> {
    const server = await PGlite.create();
    return new Laboratory(server);
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async measure(experiment: Experiment): Promise<Measurement> {
    const server = this.#server;
    await server.exec(
      'ROLLBACK; DEALLOCATE ALL; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; SET search_path = public; RESET client_min_messages;',
    );
    await server.exec(experiment.setup);
    const before = await this.#files();
    const debug: string[] = [];
    const run = await this.#run(experiment, (text) => debug.push(text));
    const after = await this.#files();
    const changed = (kind: string): string[] =>
      [...before]
        .filter(([name, file]) => file.kind === kind && after.has(name) && after.get(name)?.node !== file.node)
        .map(([name]) => name)
        .sort();
    return {
      ...run,
      locks: Object.fromEntries([...run.locks].filter(([name]) => before.has(name))),
      rewritten: changed('r'),
      reindexed: changed('i'),
      debug,
      probes: await this.#probe(experiment.probes ?? []),
      answers: await this.#ask(experiment.ask ?? []),
    };
  }

  async #run(experiment: Experiment, onDebug: (text: string) => void): Promise<{ error: Measurement['error']; locks: Map<string, string> }> {
    const server = this.#server;
    const onNotice = (notice: { message?: string | undefined }): void => {
      if (/^(rewriting|verifying|building|validating)/.test(notice.message ?? '')) onDebug(notice.message ?? '');
    };
    await server.exec('SET client_min_messages = debug1');
    let error: Measurement['error'] = null;
    let locks = new Map<string, string>();
    try {
      if (experiment.statements) for (const sql of experiment.statements) await server.exec(sql, { onNotice });
      else if (experiment.mode === 'file') await server.exec(experiment.sql, { onNotice });
      else {
        await server.exec('BEGIN');
        await server.exec(experiment.sql, { onNotice });
        locks = await this.#locks();
        await server.exec('COMMIT');
      }
    } catch (caught) {
      error = { sqlstate: sqlstateOf(caught), message: caught instanceof Error ? caught.message : String(caught) };
      await server.exec('ROLLBACK');
    }
    await server.exec('RESET client_min_messages');
    return { error, locks };
  }

  async #locks(): Promise<Map<string, string>> {
    const result = await this.#server.query<{ name: string; mode: string }>(
      `SELECT c.relname AS name, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND l.pid = pg_backend_pid()`,
    );
    const strongest = new Map<string, number>();
    for (const { name, mode } of result.rows) strongest.set(name, Math.max(strongest.get(name) ?? 0, MODES.indexOf(mode)));
    return new Map([...strongest].map(([name, mode]) => [name, NAMES[mode] ?? '']));
  }

  async #files(): Promise<Map<string, { kind: string; node: number }>> {
    const result = await this.#server.query<{ name: string; kind: string; node: number }>(
      `SELECT c.relname AS name, c.relkind AS kind, c.relfilenode AS node FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'i', 'm', 'S')`,
    );
    return new Map(result.rows.map((row) => [row.name, { kind: row.kind, node: row.node }]));
  }

  async #probe(probes: readonly string[]): Promise<string[]> {
    const results: string[] = [];
    for (const sql of probes) {
      await this.#server.exec('BEGIN');
      results.push(await this.#server.exec(sql).then(() => 'ok', sqlstateOf));
      await this.#server.exec('ROLLBACK');
    }
    return results;
  }

  async #ask(queries: readonly string[]): Promise<Readonly<Record<string, unknown>>[][]> {
    const answers: Readonly<Record<string, unknown>>[][] = [];
    for (const sql of queries) answers.push((await this.#server.query<Record<string, unknown>>(sql)).rows);
    return answers;
  }
}

function sqlstateOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
