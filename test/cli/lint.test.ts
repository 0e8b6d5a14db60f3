import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, DROP, INDEX, INIT, LOCK, PROJECT, sandbox } from './sandbox.ts';

interface Json {
  readonly summary: Readonly<Record<string, number>>;
  readonly projects: readonly {
    readonly root: string;
    readonly provider: string;
    readonly prismaVersion: string | null;
    readonly migrationsDir: string | null;
    readonly schema: string | null;
    readonly runner: string;
  }[];
  readonly diagnostics: readonly {
    readonly rule: string;
    readonly file: string;
    readonly severity: string;
    readonly migration: string;
    readonly certainty: string;
  }[];
}

const parsed = (text: string): Json => JSON.parse(text);
const found = ({ diagnostics }: Json): readonly string[] => diagnostics.map(({ rule, migration }) => `${migration}: ${rule}`);

/** Lints and reads the JSON report. */
async function lint(cwd: string, ...args: readonly string[]): Promise<Json & { readonly code: number; readonly stderr: string }> {
  const { code, stdout, stderr } = await command(cwd, [
    '--format',
    'json',
    '--rule',
    'missing-lock-timeout=off',
    '--rule',
    'brief-exclusive-lock=off',
    ...args,
  ]);
  expect(stdout, stderr).not.toBe('');
  return { ...parsed(stdout), code, stderr };
}

describe('exit codes', () => {
  test('0 when nothing is found', async () => {
    const folder = sandbox({ ...PROJECT, 'prisma/migrations/20250102000000_drop/migration.sql': 'SELECT 1;' });
    expect(await command(folder, [])).toMatchObject({ code: 0, stderr: '' });
  });
  test('1 when an error is found', async () => {
    const { code, stdout, stderr } = await command(sandbox(PROJECT), []);
    expect(code).toBe(1);
    expect(stdout).toContain('drop-column');
    expect(stderr).toBe('');
  });
  test.each([
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'error'], 0],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'info'], 1],
    [['--max-warnings', '0'], 1],
    [['--max-warnings', '1'], 0],
    [['--rule', 'blocking-index-build=off', '--fail-on', 'warning'], 0],
    [['--rule', 'blocking-index-build=error'], 1],
  ])('%j on a warning: %i', async (args, code) => {
    const folder = sandbox({ ...PROJECT, 'prisma/migrations/20250102000000_drop/migration.sql': INDEX });
    expect((await command(folder, ['--rule', 'schema-drift=off', ...args])).code).toBe(code);
  });
  test('3 when we fail ourselves, with the trace and a request', async () => {
    const now = (): number => {
      throw new Error('no clock');
    };
    const { code, stdout, stderr } = await command(sandbox(PROJECT), [], { now });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/mistake of ours[\s\S]*no clock/);
  });
});

describe('what a path means', () => {
  test('a pattern: what it matches, but no copies', async () => {
    const folder = sandbox({
      'apps/a/prisma/migrations/20250101_init/migration.sql': INIT,
      'apps/b/prisma/migrations/20250101_init/migration.sql': INIT,
      'apps/node_modules/prisma/migrations/20250101_init/migration.sql': INIT,
      'libs/c/prisma/migrations/20250101_init/migration.sql': INIT,
    });
    expect((await lint(folder, 'apps/*/prisma')).projects.map(({ root }) => root)).toEqual(['apps/a', 'apps/b']);
    expect((await lint(folder, '{apps/b,libs/*}')).projects.map(({ root }) => root)).toEqual(['apps/b', 'libs/c']);
  });
  test('none: every project below, each with its own version and schema', async () => {
    const folder = sandbox({
      'apps/web/package.json': '{}',
      'packages/a/package.json': '{ "dependencies": { "@prisma/client": "^7.4.0" } }',
      'packages/a/prisma/schema.prisma': 'datasource db { \n provider = "postgresql" \n}',
      'packages/a/prisma/migrations/1_init/migration.sql': INIT,
      'packages/b/package.json': '{ "devDependencies": { "prisma": "6.1.0" } }',
      'packages/b/db/migrations/migration_lock.toml': LOCK,
      'packages/b/db/migrations/1_init/migration.sql': INIT,
      'node_modules/x/prisma/migrations/1_init/migration.sql': DROP,
    });
    const { projects, summary } = await lint(folder);
    expect(projects).toMatchObject([
      {
        root: 'packages/a',
        migrationsDir: 'packages/a/prisma/migrations',
        schema: 'packages/a/prisma/schema.prisma',
        prismaVersion: '^7.4.0',
        runner: 'prisma-per-statement',
      },
      { root: 'packages/b', migrationsDir: 'packages/b/db/migrations', schema: null, prismaVersion: '6.1.0', runner: 'prisma-one-transaction' },
    ]);
    expect(summary).toMatchObject({ migrations: 2, reported: 2 });
  });
  test.each(['.', 'prisma', 'prisma/migrations', 'prisma/migrations/'])('%s: all migrations', async (path) => {
    const { summary, diagnostics } = await lint(sandbox(PROJECT), path);
    expect(summary).toMatchObject({ migrations: 2, reported: 2 });
    expect(diagnostics.map(({ file }) => file)).toEqual(['prisma/migrations/20250102000000_drop/migration.sql']);
  });
  test.each(['prisma/migrations/20250102000000_drop', 'prisma/migrations/20250102000000_drop/migration.sql'])('%s: one, with its history', async (path) => {
    const report = await lint(sandbox(PROJECT), path);
    expect(report.summary).toMatchObject({ migrations: 2, reported: 1 });
    expect(found(report)).toEqual(['20250102000000_drop: drop-column']);
    expect(report.diagnostics[0]?.certainty).toBe('certain');
  });
  test('several migrations of one folder are one project', async () => {
    const base = 'prisma/migrations';
    const { summary, projects } = await lint(sandbox(PROJECT), `${base}/20250101000000_init`, `${base}/20250102000000_drop`);
    expect(summary).toMatchObject({ migrations: 2, reported: 2 });
    expect(projects).toHaveLength(1);
  });
  test('a .sql file without a history', async () => {
    const report = await lint(sandbox({ 'change.sql': DROP }), 'change.sql');
    expect(found(report)).toEqual(['change: drop-column']);
    expect(report.diagnostics[0]).toMatchObject({ file: 'change.sql', certainty: 'unknown-object' });
    expect(report.projects).toMatchObject([{ root: '.', migrationsDir: null }]);
  });
  test('from inside a migrations folder, paths are relative to it', async () => {
    const report = await lint(join(sandbox(PROJECT), 'prisma/migrations'));
    expect(report.diagnostics.map(({ file }) => file)).toEqual(['20250102000000_drop/migration.sql']);
  });
  test('a folder that prisma.config names, under any name', async () => {
    const folder = sandbox({
      'package.json': '{}',
      'prisma.config.ts': "export default defineConfig({ schema: 'db/schema.prisma', migrations: { path: 'db/changes' } });",
      'db/schema.prisma': 'model User {\n id Int @id\n}',
      'db/changes/a/migration.sql': INIT,
      'db/changes/b/migration.sql': DROP,
    });
    const lintedByName = await lint(folder, 'db/changes');
    expect(lintedByName.projects).toMatchObject([{ root: '.', migrationsDir: 'db/changes', schema: 'db/schema.prisma' }]);
    expect(lintedByName.summary).toMatchObject({ migrations: 2 });
  });
});

describe('standard input', () => {
  const args = ['--stdin', '--format', 'json', '--rule', 'missing-lock-timeout=off', '--rule', 'brief-exclusive-lock=off'];
  test('without a filename it has no history', async () => {
    const { code, stdout } = await command(sandbox({}), args, { input: DROP });
    expect(code).toBe(1);
    expect(parsed(stdout).diagnostics).toMatchObject([{ rule: 'drop-column', file: 'stdin.sql', certainty: 'unknown-object' }]);
  });
  test('stands for the file that it names, at its place in the history', async () => {
    const filename = 'prisma/migrations/20250102000000_drop/migration.sql';
    const { stdout } = await command(sandbox(PROJECT), [...args, '--stdin-filename', filename], { input: INDEX });
    expect(found(parsed(stdout))).toEqual(['20250102000000_drop: blocking-index-build']);
    expect(parsed(stdout).summary).toMatchObject({ migrations: 2, reported: 1 });
  });
  test('or for one that is not there yet', async () => {
    const filename = 'prisma/migrations/20250101120000_between/migration.sql';
    const { stdout } = await command(sandbox(PROJECT), [...args, '--stdin-filename', filename], { input: DROP });
    expect(found(parsed(stdout))).toEqual(['20250101120000_between: drop-column']);
    expect(parsed(stdout).summary).toMatchObject({ migrations: 3, reported: 1 });
  });
});

describe('which migrations are reported', () => {
  test('--deployed-through: those after it', async () => {
    const report = await lint(sandbox(PROJECT), '--deployed-through', '20250102000000_drop');
    expect(report.summary).toMatchObject({ migrations: 2, reported: 0 });
    expect((await lint(sandbox(PROJECT), '--deployed-through', '20250101000000_init')).summary).toMatchObject({ reported: 1 });
  });
  test('one that is asked for by name is reported, whatever is deployed', async () => {
    const folder = sandbox({ ...PROJECT, 'migration-lint.config.json': '{ "deployedThrough": "20250102000000_drop" }' });
    expect((await lint(folder)).summary).toMatchObject({ reported: 0 });
    expect((await lint(folder, 'prisma/migrations/20250102000000_drop')).summary).toMatchObject({ reported: 1 });
  });
  test('a name that no project has is a mistake, and the nearest is named', async () => {
    const { code, stderr } = await command(sandbox(PROJECT), ['--deployed-through', '20250102000000_drap']);
    expect(code).toBe(2);
    expect(stderr).toBe('error: --deployed-through: there is no migration "20250102000000_drap" (did you mean 20250102000000_drop?)\n');
  });
});

describe('files that are not as they should be', () => {
  const base = 'prisma/migrations/20250102000000_drop/migration.sql';
  const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');
  test('UTF-16 is one finding, and what it was meant to be is linted', async () => {
    const { code, diagnostics, stderr } = await lint(sandbox({ ...PROJECT, [base]: utf16(DROP) }));
    expect(code).toBe(1);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['unreadable-encoding', 'drop-column']);
    expect(stderr).toBe('');
  });
  test('bytes that are no text are one finding, not a crash', async () => {
    const { code, diagnostics, stderr } = await lint(sandbox({ ...PROJECT, [base]: Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256) }));
    expect(code).toBe(1);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['unreadable-encoding']);
    expect(stderr).toBe('');
  });
  test('an empty file is an empty migration', async () => {
    expect(await lint(sandbox({ ...PROJECT, [base]: '' }), '--rule', 'schema-drift=off')).toMatchObject({
      code: 0,
      diagnostics: [{ rule: 'empty-migration', severity: 'info' }],
      stderr: '',
    });
  });
  test('five megabytes are linted', async () => {
    const row = "(1, 'somebody@example.org'),\n";
    const rows = row.repeat(Math.ceil(5_000_000 / row.length));
    const report = await lint(sandbox({ ...PROJECT, [base]: `INSERT INTO "User" ("id", "email") VALUES ${rows} (0, NULL);\n${DROP}` }));
    expect(report.diagnostics.map(({ rule }) => rule)).toContain('drop-column');
  }, 60_000);
  test('so are thousands of statements, in time that grows with their number', async () => {
    const line = 'INSERT INTO "User" ("id", "email") VALUES (1, \'somebody@example.org\');\n';
    const report = await lint(sandbox({ ...PROJECT, [base]: line.repeat(5000) + DROP }));
    expect(report.diagnostics.map(({ rule }) => rule)).toContain('drop-column');
  }, 30_000);
  test('a folder called migration.sql: one line, the rest is linted, exit code 2', async () => {
    const folder = sandbox(PROJECT);
    mkdirSync(join(folder, 'prisma/migrations/20250103000000_odd/migration.sql'), { recursive: true });
    const { code, diagnostics, stderr } = await lint(folder);
    expect(code).toBe(2);
    expect(diagnostics).toHaveLength(1);
    expect(stderr).toBe('error: cannot read prisma/migrations/20250103000000_odd/migration.sql: is a folder\n');
  });
  test('a link that leads nowhere', async () => {
    const folder = sandbox(PROJECT);
    mkdirSync(join(folder, 'prisma/migrations/20250103000000_odd'));
    symlinkSync('nowhere', join(folder, 'prisma/migrations/20250103000000_odd/migration.sql'));
    const { code, stderr } = await lint(folder);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read prisma/migrations/20250103000000_odd/migration.sql: no such file');
  });
  test('a folder without migration.sql is a finding, at its path', async () => {
    const folder = sandbox(PROJECT);
    mkdirSync(join(folder, 'prisma/migrations/20250103000000_empty'));
    const { code, stderr, diagnostics, summary } = await lint(folder);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(summary).toMatchObject({ migrations: 2, reported: 2 });
    expect(diagnostics.at(-1)).toMatchObject({
      rule: 'missing-migration-file',
      severity: 'error',
      file: 'prisma/migrations/20250103000000_empty',
      migration: '20250103000000_empty',
      statement: null,
      start: { line: 1, column: 1, offset: 0 },
      end: { line: 1, column: 1, offset: 0 },
    });
  });
  test('so are SQL that is never run, and a lock file of another database', async () => {
    const folder = sandbox({
      ...PROJECT,
      'prisma/migrations/20250103_more.sql': 'DROP TABLE "User";',
      'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
    });
    const { code, diagnostics } = await lint(folder);
    expect(code).toBe(1);
    expect(diagnostics.slice(-2).map(({ rule, file }) => [rule, file])).toEqual([
      ['wrong-lock-file', 'prisma/migrations/migration_lock.toml'],
      ['misplaced-sql-file', 'prisma/migrations/20250103_more.sql'],
    ]);
  });
  test('without a lock file Prisma compares nothing, which some want to know', async () => {
    const { 'prisma/migrations/migration_lock.toml': _, ...files } = PROJECT;
    const { diagnostics } = await lint(sandbox(files), '--rule', 'missing-lock-file=info');
    expect(diagnostics.at(-1)).toMatchObject({ rule: 'missing-lock-file', file: 'prisma/migrations/migration_lock.toml' });
  });
  test('a folder beside the migration that is asked for is not its business', async () => {
    const folder = sandbox(PROJECT);
    mkdirSync(join(folder, 'prisma/migrations/20250103000000_empty'));
    const { diagnostics } = await lint(folder, 'prisma/migrations/20250102000000_drop');
    expect(diagnostics.map(({ rule }) => rule)).not.toContain('missing-migration-file');
  });
});

describe('wrong use is one line, and exit code 2', () => {
  test.each([
    [['no*where'], 'no such file or folder: no*where'],
    [['nowhere'], 'no such file or folder: nowhere'],
    [['--formt', 'json'], 'unknown option --formt (did you mean --format?)'],
    [['-x'], 'unknown option -x'],
    [['--format'], '--format needs a value'],
    [
      ['--format', 'jsn'],
      'unknown format "jsn" (did you mean json?); there are terminal, compact, unix, json, github, gitlab, sarif, markdown, junit, checkstyle, rdjson',
    ],
    [['--format', 'json', '--format', 'compact'], 'several formats for standard output; give all but one of them a file (--output)'],
    [['--rule', 'drop-colum=off'], 'unknown rule "drop-colum" (did you mean "drop-column"?)'],
    [['--rule', 'drop-column=warn'], '"--rule drop-column" must be "error", "warning", "info" or "off" (did you mean "warning"?), not "warn"'],
    [['--rule', 'drop-column'], '--rule drop-column: write it as --rule <rule>=<severity>'],
    [['--fail-on', 'errors'], '--fail-on errors: it is one of error, warning, info, never (did you mean error?)'],
    [['--max-warnings', 'few'], '--max-warnings few: it takes a whole number'],
    [['--postgres-version', '9'], '--postgres-version 9: major versions from 11 to 18 are known'],
    [['--prisma-version', 'latest'], '--prisma-version latest: it takes a version such as 6.16.1'],
    [['--runner', 'prism'], '--runner prism: it is one of prisma, generic (did you mean prisma?)'],
    [['--config', 'a.json', '--no-config'], 'give --config or --no-config, not both'],
    [['--config', 'missing.json'], 'missing.json: cannot be read'],
    [['--schema', 'missing.prisma'], 'no Prisma schema at missing.prisma'],
    [['--stats', 'missing.json'], 'missing.json: cannot be read'],
    [['--stdin', 'x.sql'], 'give --stdin or paths, not both'],
    [['--stdin-filename', 'x.sql'], '--stdin-filename says what --stdin stands for; give both'],
    [['--since', 'HEAD~1'], '--since needs a git repository, and git'],
    [['verify'], '`verify` is not available in this version'],
    [['explain'], 'name one rule: prisma-migration-lint explain <rule>; `prisma-migration-lint rules` lists them'],
    [['explain', 'drop-colum'], 'unknown rule "drop-colum" (did you mean "drop-column"?)'],
    [['rules', '--quiet'], 'rules has no option --quiet'],
  ])('%j', async (args, line) => {
    expect(await command(sandbox(PROJECT), args)).toEqual({ code: 2, stdout: '', stderr: `error: ${line}\n` });
  });
  test('a place without migrations', async () => {
    const folder = sandbox({ 'src/index.ts': '', 'prisma/schema.prisma': '' });
    expect((await command(folder, [])).stderr).toBe(
      'error: no migrations below the current folder: there is prisma/schema.prisma, but no migrations folder beside it\n',
    );
    expect((await command(folder, ['src'])).stderr).toBe('error: no Prisma migrations below src; name a project, a migrations folder or a .sql file\n');
  });
  test('an output that cannot be written', async () => {
    const folder = sandbox({ ...PROJECT, 'taken/report.json/file': '' });
    const { code, stderr } = await command(folder, ['--format', 'json', '--output', 'taken/report.json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: cannot write .*taken\/report\.json: .*\n$/);
  });
});

describe('providers', () => {
  const of = (provider: string): Readonly<Record<string, string>> => ({
    ...PROJECT,
    'prisma/migrations/migration_lock.toml': `# a comment\nprovider = "${provider}"`,
  });
  test.each(['mysql', 'sqlite', 'sqlserver', 'mongodb'])('%s is named, not linted', async (provider) => {
    const { code, stderr } = await command(sandbox(of(provider)), []);
    expect(code).toBe(2);
    expect(stderr).toContain(`prisma/migrations: not linted, because its provider is ${provider}`);
  });
  test('beside a project of PostgreSQL it is a note', async () => {
    const other = Object.fromEntries(Object.entries(of('sqlite')).map(([path, text]) => [`other/${path}`, text]));
    const { code, stderr, projects } = await lint(sandbox({ ...PROJECT, ...other }));
    expect(code).toBe(1);
    expect(projects).toHaveLength(1);
    expect(stderr).toMatch(/^note: other\/prisma\/migrations: not linted/);
  });
  test('without a lock file the schema says it', async () => {
    const { 'prisma/migrations/migration_lock.toml': _, ...rest } = PROJECT;
    const mysql = { ...rest, 'prisma/schema.prisma': '// provider = "postgresql"\ndatasource db {\n  provider = "mysql"\n}' };
    expect((await command(sandbox(mysql), [])).code).toBe(2);
    expect((await lint(sandbox(rest))).projects).toMatchObject([{ provider: 'postgresql' }]);
  });
  test('CockroachDB is linted, and that is said', async () => {
    const { stderr, code } = await lint(sandbox(of('cockroachdb')));
    expect(code).toBe(1);
    expect(stderr).toContain('CockroachDB is linted as PostgreSQL');
  });
});

describe('outputs', () => {
  test('pairs of format and file, in the order typed, and what has no file goes to standard output', async () => {
    const folder = sandbox(PROJECT);
    const { stdout, code } = await command(folder, ['--format', 'json', '--output', 'out/report.json', '--format=unix', '--format', 'compact:c.txt']);
    expect(code).toBe(1);
    expect(parsed(readFileSync(join(folder, 'out/report.json'), 'utf8')).diagnostics).not.toHaveLength(0);
    expect(stdout).toMatch(/^prisma\/migrations\/20250102000000_drop\/migration\.sql:1:\d+: error: /m);
    expect(readFileSync(join(folder, 'c.txt'), 'utf8')).toContain('drop-column');
  });
  test('a file gets no colours', async () => {
    const folder = sandbox(PROJECT);
    await command(folder, ['--color', '--output', 'report.txt']);
    expect(readFileSync(join(folder, 'report.txt'), 'utf8')).not.toContain('\u001B');
  });
  test.each<[readonly string[], Readonly<Record<string, string>>, boolean]>([
    [[], {}, false],
    [['--color'], {}, true],
    [['--color'], { NO_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [['--no-color'], { FORCE_COLOR: '1' }, false],
  ])('%j with %j: colours %s', async (args, env, colored) => {
    const { stdout } = await command(sandbox(PROJECT), args, { env });
    expect(stdout.includes('\u001B[')).toBe(colored);
  });
  test('--quiet prints errors only', async () => {
    const { stdout } = await command(sandbox({ ...PROJECT, 'prisma/migrations/3_index/migration.sql': INDEX }), ['--quiet', '--format', 'json']);
    expect(new Set(parsed(stdout).diagnostics.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });
});
