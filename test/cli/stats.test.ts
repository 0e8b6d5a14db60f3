import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connectionOf } from '../../src/cli/stats/connection.ts';
import { appliedQuery, FACTS_QUERY, migrationsSchema, type Row, type StatisticsFile, statisticsFile } from '../../src/cli/stats/facts.ts';
import { command, DROP, INDEX, INIT, PROJECT, sandbox } from './sandbox.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the URL', () => {
  test.each<[string, Partial<Connection>]>([
    ['postgresql://u:p@h:6543/d', { host: 'h', port: 6543, user: 'u', password: 'p', database: 'd', schema: 'public', options: null }],
    ['postgres://u@h', { host: 'h', port: 5432, user: 'u', password: '', database: 'u' }],
    ['"postgresql://u:p@h/d"', { host: 'h', database: 'd' }],
    ['postgresql://u:p%40%2F%25@h/d', { password: 'p@/%' }],
    ['postgresql://u:p@[::1]:5432/d', { host: '::1' }],
    ['postgresql://u:p@localhost/d?host=/run/postgresql', { host: '/run/postgresql', tls: { mode: 'never', checksHost: false, rootCertificate: null } }],
    ['postgresql://u:p@/d?host=/run/postgresql', { host: '/run/postgresql', database: 'd' }],
    ['postgresql:///d?user=u&host=h', { host: 'h', user: 'u', database: 'd' }],
    ['postgresql://u:p@h/d?schema=shop&pgbouncer=true&connection_limit=1&pool_timeout=0', { schema: 'shop', options: null }],
    ['postgresql://u:p@h/d?options=-c%20search_path%3Dx&connect_timeout=3', { options: '-c search_path=x', timeoutSeconds: 3 }],
    ['postgresql://u:p@h/d', { tls: { mode: 'prefer', checksHost: false, rootCertificate: null } }],
    ['postgresql://u:p@h/d?sslmode=disable', { tls: { mode: 'never', checksHost: false, rootCertificate: null } }],
    ['postgresql://u:p@h/d?sslmode=require', { tls: { mode: 'require', checksHost: false, rootCertificate: null } }],
    ['postgresql://u:p@h/d?sslmode=verify-ca&sslrootcert=ca.pem', { tls: { mode: 'verify', checksHost: false, rootCertificate: 'ca.pem' } }],
    ['postgresql://u:p@h/d?sslmode=verify-full&sslrootcert=system', { tls: { mode: 'verify', checksHost: true, rootCertificate: null } }],
    ['postgresql://u:p@h/d?sslmode=require&sslaccept=strict&sslcert=ca.pem', { tls: { mode: 'verify', checksHost: true, rootCertificate: 'ca.pem' } }],
  ])('%s', (url, expected) => {
    expect(connectionOf(url)).toMatchObject(expected);
  });
  const UNENCODED = '--url is not a URL; characters such as @ / ? # : % in the password must be percent-encoded';
  test.each([
    [
      'prisma://accelerate.prisma-data.net/?api_key=s3cret',
      /^--url begins with prisma:\/\/, which leads to Prisma's own service; give the URL of the database/,
    ],
    ['prisma+postgres://localhost:51213/?api_key=s3cret', /^--url begins with prisma\+postgres:/],
    ['mysql://u:s3cret@h/d', /^--url must be that of a PostgreSQL database/],
    ['s3cret', /^--url must be that of a PostgreSQL database/],
    ['postgresql://h/d', /^--url names no user/],
    ['postgresql://u:s3@cret/x#y@h/d', UNENCODED],
    ['postgresql://u:a@s3cret/b@h/d', UNENCODED],
    ['postgresql://u:a@s3cret?b@h/d', UNENCODED],
    ['postgresql://u:s3cret#x@h/d', UNENCODED],
    ['postgresql://u:s3cret%@h/d', UNENCODED],
  ])('%s is refused in one line without the password', (url, line) => {
    expect(() => connectionOf(url)).toThrow(line);
    expect(() => connectionOf(url)).not.toThrow(/s3|cret/);
  });
});

describe('what a database says', () => {
  let server: PGlite;
  beforeAll(async () => {
    server = await PGlite.create();
    await server.exec(`
      CREATE TABLE "User" ("id" int PRIMARY KEY, "email" text);
      INSERT INTO "User" SELECT g, (g % 10)::text FROM generate_series(1, 5000) g;
      CREATE SCHEMA shop;
      CREATE TABLE shop."Order" ("id" int);
      CREATE TABLE event ("at" int) PARTITION BY RANGE ("at");
      CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (100);
      CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (100) TO (200);
      INSERT INTO event SELECT generate_series(1, 150);
      CREATE TABLE "_prisma_migrations" (id text, checksum text NOT NULL, finished_at timestamptz, migration_name text NOT NULL, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now());
      INSERT INTO "_prisma_migrations" VALUES ('1', 'abc', now(), '1_init', NULL, now()), ('2', 'def', NULL, '2_failed', NULL, now()), ('3', 'ghi', now(), '3_undone', now(), now());
      ANALYZE;
      CREATE INDEX left_over ON "User"("email");
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'left_over'::regclass;
    `);
  }, 60_000);
  afterAll(async () => {
    await server.close();
  });
  const ask = async (sql: string): Promise<readonly Row[]> => (await server.query<Row>(sql)).rows;

  test('becomes a statistics file', async () => {
    const facts = await ask(FACTS_QUERY);
    expect(migrationsSchema(facts, 'public')).toBe('public');
    const file = statisticsFile(facts, await ask(appliedQuery('public')), '2025-06-01');
    expect(file).toMatchObject({ version: 1, takenAt: '2025-06-01', migrations: [{ name: '1_init', checksum: 'abc' }], invalidIndexes: ['public.left_over'] });
    expect(Object.entries(file.tables).map(([name, { rows }]) => [name, rows])).toEqual([
      ['public.User', 5000],
      ['public.event', 150],
      ['public.event_1', 99],
      ['public.event_2', 51],
      ['shop.Order', 0],
    ]);
    expect(file.tables['public.User']?.bytes).toBeGreaterThan(100_000);
    const { rows } = await server.query<{ major: number }>("SELECT current_setting('server_version_num')::int / 10000 AS major");
    expect(file.postgresVersion).toBe(rows[0]?.major);
  });
  test('both queries run where nothing may be written', async () => {
    await server.exec('BEGIN READ ONLY');
    await ask(FACTS_QUERY);
    await ask(appliedQuery('public'));
    await server.exec('COMMIT');
  });
});

describe('rows → file', () => {
  const migrations = (...schemas: readonly string[]): readonly Row[] => schemas.map((schema) => ({ kind: 'migrations', schema, name: '_prisma_migrations' }));
  test('the table of migrations is that of the schema in the URL, or the only one', () => {
    expect(migrationsSchema(migrations('a', 'shop'), 'shop')).toBe('shop');
    expect(migrationsSchema(migrations('a'), 'shop')).toBe('a');
    expect(migrationsSchema(migrations('a', 'b'), 'shop')).toBeNull();
    expect(migrationsSchema([], 'public')).toBeNull();
  });
  test('a table that holds something nobody counted is left out, not taken for empty', () => {
    const rows = [
      { kind: 'table', schema: 'public', name: 'counted', rows: '0', bytes: '0' },
      { kind: 'table', schema: 'public', name: 'uncounted', rows: null, bytes: '8192' },
    ];
    expect(statisticsFile(rows, null, 'x').tables).toEqual({ 'public.counted': { rows: 0, bytes: 0 } });
  });
  test('a server that is not known has no version; without a table of migrations there are none', () => {
    expect(statisticsFile([{ kind: 'server', name: '90624' }], null, 'x')).toEqual({ version: 1, takenAt: 'x', tables: {}, invalidIndexes: [] });
  });
});

describe('lint --stats', () => {
  const NEXT = 'prisma/migrations/20250103000000_index/migration.sql';
  const file = (more: Partial<StatisticsFile>): string =>
    JSON.stringify({ version: 1, takenAt: '2025-06-01', tables: { 'public.User': { rows: 10, bytes: 1 } }, invalidIndexes: [], ...more });
  const applied = (init: string, drop: string): NonNullable<StatisticsFile['migrations']> => [
    { name: '20250101000000_init', checksum: sha256(init) },
    { name: '20250102000000_drop', checksum: sha256(drop) },
  ];
  async function found(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<readonly string[]> {
    const options = ['--format', 'json', '--stats', 'stats.json', '--rule', 'missing-lock-timeout=off', '--rule', 'schema-drift=off', ...args];
    const { stdout, stderr } = await command(sandbox({ ...PROJECT, ...files }), options);
    const { diagnostics, projects }: { diagnostics: readonly { rule: string; migration: string }[]; projects: readonly { postgresVersion: number }[] } =
      JSON.parse(stdout);
    return [
      `PostgreSQL ${projects[0]?.postgresVersion}`,
      ...diagnostics.map(({ rule, migration }) => `${rule} ${migration}`),
      ...stderr.split('\n').filter(Boolean),
    ];
  }

  test('what is applied is history, and the rest is not', async () => {
    const files = { 'stats.json': file({ migrations: applied(INIT, DROP), postgresVersion: 14 }), [NEXT]: 'DROP TABLE "User";' };
    expect(await found(files)).toEqual(['PostgreSQL 14', 'drop-table 20250103000000_index']);
    expect(await found(files, '--postgres-version', '16')).toEqual(['PostgreSQL 16', 'drop-table 20250103000000_index']);
  });
  test('what was edited afterwards is said, and nothing else of it; line ends may differ', async () => {
    const files = { 'stats.json': file({ migrations: applied(INIT.replaceAll('\n', '\r\n'), `${DROP}-- it was longer`) }) };
    expect((await found(files)).slice(1)).toEqual(['edited-applied-migration 20250102000000_drop']);
  });
  test('a new migration that sorts before applied ones', async () => {
    const late = 'prisma/migrations/20250101120000_late/migration.sql';
    const files = { 'stats.json': file({ migrations: applied(INIT, DROP) }), [late]: INDEX.replaceAll('email', 'id') };
    expect((await found(files)).slice(1)).toEqual(['out-of-order-migration 20250101120000_late']);
  });
  test('the statistics of another project settle nothing', async () => {
    const files = { 'stats.json': file({ migrations: [{ name: 'other', checksum: 'x' }] }) };
    expect((await found(files)).slice(1)).toEqual(['drop-column 20250102000000_drop']);
  });
  test('an invalid index is noted', async () => {
    const files = { 'stats.json': file({ migrations: applied(INIT, DROP), invalidIndexes: ['public.User_email_idx'] }) };
    expect((await found(files)).slice(1)).toEqual([
      'note: the index public.User_email_idx is invalid: a CREATE INDEX CONCURRENTLY failed; drop it (DROP INDEX CONCURRENTLY) and build it again',
    ]);
  });
});

describe('stats', () => {
  test.each([
    [[], 'stats needs --url postgresql://user:password@host:5432/database'],
    [
      ['--url', 'prisma://x/?api_key=s3cret'],
      "--url begins with prisma://, which leads to Prisma's own service; give the URL of the database itself (postgresql://…)",
    ],
    [['prisma', '--url', 'postgresql://u:p@h/d'], 'stats takes no paths; it writes migration-lint.stats.json, or what --output names'],
    [['--url', 'postgresql://u:s3cret@127.0.0.1:1/d'], 'the database at 127.0.0.1:1 cannot be read: connect ECONNREFUSED 127.0.0.1:1'],
  ])('%j is one line, and exit code 2; nothing is written', async (args, line) => {
    const folder = sandbox({});
    expect(await command(folder, ['stats', ...args])).toEqual({ code: 2, stdout: '', stderr: `error: ${line}\n` });
    expect(readdirSync(folder)).toEqual(['.git']);
  });
});
