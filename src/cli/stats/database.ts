import { readFileSync } from 'node:fs';
import { UsageError } from '../usage-error.ts';
import type { Connection } from './connection.ts';
import type { Row } from './facts.ts';

/** Answers one query. */
export type Ask = (sql: string) => Promise<readonly Row[]>;

/** Longest that a query may take, and wait for a lock. */
const LIMITS = "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '5s'";

/**
 * Runs `work` in one read-only transaction. Works behind a pooler, too: nothing is prepared, and nothing is left set. Throws a
 * {@link UsageError} in one line when the database cannot be reached or refuses.
 */
export async function readOnly<Value>(connection: Connection, work: (ask: Ask) => Promise<Value>): Promise<Value> {
  const { default: postgres } = await import('postgres');
  const { host, port, user, password, database, options, timeoutSeconds } = connection;
  const sql = postgres({
    host,
    port,
    ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : {}),
    user,
    password,
    database,
    ssl: tlsOptions(connection),
    max: 1,
    connect_timeout: timeoutSeconds,
    backoff: false,
    prepare: false,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'prisma-migration-lint', ...(options === null ? {} : { options }) },
  });
  try {
    // What `begin` returns is its own type of "what was returned, all promises resolved".
    const results: Value[] = [];
    await sql.begin('read only', async (transaction) => {
      await transaction.unsafe(LIMITS).simple();
      results.push(await work(async (query) => [...(await transaction.unsafe<Row[]>(query))]));
    });
    const [result] = results;
    if (result === undefined) throw new Error('the transaction gave nothing');
    return result;
  } catch (error) {
    throw new UsageError(`the database at ${host}:${port} cannot be read: ${withoutSecret(reasonOf(error), password)}`);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type TlsOptions = boolean | 'prefer' | 'require' | object;

function tlsOptions({ tls, host }: Connection): TlsOptions {
  if (tls.mode === 'never') return false;
  if (tls.mode !== 'verify') return tls.mode;
  return {
    rejectUnauthorized: true,
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(tls.checksHost ? {} : { checkServerIdentity: () => undefined }),
    ...(tls.rootCertificate === null ? {} : { ca: certificate(tls.rootCertificate) }),
  };
}

function certificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`the certificate ${path} cannot be read`);
  }
}

/** The first line: of several addresses that were tried, the last problem. */
function reasonOf(error: unknown): string {
  const last: unknown = error instanceof AggregateError ? error.errors.at(-1) : error;
  return (last instanceof Error ? last.message : String(last)).split('\n')[0] ?? '';
}

const withoutSecret = (message: string, password: string): string =>
  password === '' ? message : [password, encodeURIComponent(password)].reduce((text, secret) => text.replaceAll(secret, '***'), message);
