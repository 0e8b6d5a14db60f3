import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { command, DROP, INDEX, PROJECT, sandbox } from './sandbox.ts';

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

function commit(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'x');
}

/** A repository with the project on `main`, checked out on `topic`. */
function repository(): string {
  const folder = sandbox({});
  rmSync(join(folder, '.git'), { recursive: true });
  git(folder, 'init', '-q', '-b', 'main');
  commit(folder, PROJECT);
  git(folder, 'checkout', '-q', '-b', 'topic');
  return folder;
}

const base = 'prisma/migrations';

async function reported(folder: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await command(folder, [
    '--format',
    'json',
    '--rule',
    'missing-lock-timeout=off',
    '--rule',
    'brief-exclusive-lock=off',
    '--rule',
    'schema-drift=off',
    '--since',
    'main',
    ...args,
  ]);
  expect(stdout, stderr).not.toBe('');
  const report: {
    readonly summary: { readonly migrations: number; readonly reported: number };
    readonly diagnostics: readonly { readonly migration: string }[];
  } = JSON.parse(stdout);
  return [`${report.summary.reported} of ${report.summary.migrations}`, ...new Set(report.diagnostics.map(({ migration }) => migration))];
}

describe('--since', () => {
  test('reports nothing when nothing changed', async () => {
    expect(await reported(repository())).toEqual(['0 of 2']);
  });
  test('what is committed, what is not, and what git does not know yet', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250103000000_index/migration.sql`]: INDEX.replaceAll('email', 'id') });
    writeFileSync(join(folder, base, '20250102000000_drop/migration.sql'), `${DROP}-- edited\n`);
    mkdirSync(join(folder, base, '20250104000000_new'));
    writeFileSync(join(folder, base, '20250104000000_new/migration.sql'), 'DROP TABLE "User";\n');
    expect(await reported(folder)).toEqual(['3 of 4', '20250102000000_drop', '20250103000000_index', '20250104000000_new']);
    expect(await reported(folder, `${base}/20250104000000_new`)).toEqual(['1 of 4', '20250104000000_new']);
  });
  test('what an editor holds of a file that is not there yet', async () => {
    const file = `${base}/20250104000000_new/migration.sql`;
    const given = ['--stdin', '--stdin-filename', file, '--since', 'main', '--format', 'unix', '--quiet'];
    expect((await command(repository(), given, { input: 'DROP TABLE "User";\n' })).stdout).toContain('[drop-table]');
  });
  test('not what others merged in the meantime', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    git(folder, 'checkout', '-q', 'main');
    commit(folder, { [`${base}/20250103000000_theirs/migration.sql`]: INDEX });
    git(folder, 'checkout', '-q', 'topic');
    expect(await reported(folder)).toEqual(['1 of 3', '20250104000000_mine']);
  });
  test('from a folder inside of the repository', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    expect(await reported(join(folder, 'prisma'))).toEqual(['1 of 3', '20250104000000_mine']);
  });
  test('a ref that is not there, or without common history, is a mistake', async () => {
    const folder = repository();
    expect(await command(folder, ['--since', 'origin/main'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --since origin/main: git knows no such commit\n',
    });
    git(folder, 'checkout', '-q', '--orphan', 'other');
    commit(folder, { 'readme.md': 'something else' });
    expect((await command(folder, ['--since', 'main'])).stderr).toContain('--since main: it has no history in common with HEAD');
  });
});

describe('the schema at the base is what the deployed client knows', () => {
  const schema = (...fields: readonly string[]): string =>
    `datasource db {\n  provider = "postgresql"\n  url = env("URL")\n}\n\nmodel User {\n  id Int @id\n  ${fields.join('\n  ')}\n}\n`;

  /** What is said of the dropped column on a branch whose main has these files. */
  async function dropped(
    onMain: Readonly<Record<string, string>>,
    world: Parameters<typeof command>[2] = {},
  ): Promise<{ readonly harms?: readonly string[]; readonly why?: string; readonly stderr: string }> {
    const folder = sandbox({});
    rmSync(join(folder, '.git'), { recursive: true });
    git(folder, 'init', '-q', '-b', 'main');
    const { 'prisma/schema.prisma': _schema, [`${base}/20250102000000_drop/migration.sql`]: _drop, ...project } = PROJECT;
    commit(folder, { ...project, ...onMain });
    git(folder, 'checkout', '-q', '-b', 'topic');
    rmSync(join(folder, 'prisma/schema.prisma'), { force: true });
    commit(folder, { 'prisma/schema/user.prisma': schema(), [`${base}/20250103000000_drop/migration.sql`]: DROP });
    const { stdout, stderr } = await command(folder, ['--format', 'json', '--since', 'main'], world);
    const report: { readonly diagnostics: readonly { readonly rule: string; readonly harms: readonly string[]; readonly why: string }[] } = JSON.parse(stdout);
    const found = report.diagnostics.find(({ rule }) => rule === 'drop-column');
    return found ? { harms: found.harms, why: found.why, stderr } : { stderr };
  }

  test('a column that it reads breaks it', async () => {
    const { harms, why } = await dropped({ 'prisma/schema.prisma': schema('email String?') });
    expect(harms).toEqual(['loses', 'breaks']);
    expect(why).toContain('User.email (schema.prisma at the base of this change still has it)');
  });
  test('one that it does not read does not', async () => {
    const { harms, why, stderr } = await dropped({ 'prisma/schema.prisma': schema('email String? @ignore') });
    expect(harms, stderr).toEqual(['loses']);
    expect(why).toContain('The deployed client does not notice');
  });
  test('in several files', async () => {
    const files = { 'prisma/schema/a.prisma': schema('email String?'), 'prisma/schema/b.prisma': 'model Other {\n  id Int @id\n}\n' };
    expect(await dropped(files)).toMatchObject({ harms: ['loses', 'breaks'], why: expect.stringContaining('User.email') });
  });
  test('without Prisma nothing is known of it, and that is said', async () => {
    const { harms, stderr } = await dropped({ 'prisma/schema.prisma': schema() }, { loadPrisma: () => null });
    expect(harms).toEqual(['loses', 'breaks']);
    expect(stderr).toContain('note: not checked: which columns the deployed client reads. That takes @prisma/internals');
  });
  test('a schema that Prisma refuses', async () => {
    const { harms, stderr } = await dropped({ 'prisma/schema.prisma': schema('email Strin?') });
    expect(harms).toEqual(['loses', 'breaks']);
    expect(stderr).toMatch(/note: prisma\/schema at the base \(--since main\): .*Strin.*\(prisma\/schema.prisma:8\)/);
  });
  test('no schema at the base', async () => {
    const { harms, stderr } = await dropped({});
    expect(harms).toEqual(['loses', 'breaks']);
    expect(stderr).toContain('there is no schema at the base');
  });
});

describe('what exists at the base', () => {
  const drop = `${base}/20250102000000_drop/migration.sql`;
  const rulesOf = async (folder: string, ...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout, stderr } = await command(folder, ['--format', 'json', '--since', 'main', '--fail-on', 'never', ...args]);
    expect(stdout, stderr).not.toBe('');
    const { diagnostics }: { readonly diagnostics: readonly { readonly rule: string; readonly file: string; readonly message: string }[] } = JSON.parse(stdout);
    return diagnostics
      .filter(({ rule }) => /applied|order|missing-migration|misplaced|lock-file/.test(rule))
      .map(({ rule, file, message }) => `${rule} ${file.replace(`${base}/`, '')}: ${message}`);
  };
  const EDITED = 'This migration is on main already, and is not what it was there.';

  test('must stay as it is, to the byte', async () => {
    const folder = repository();
    writeFileSync(join(folder, drop), `${DROP} `);
    expect(await rulesOf(folder)).toEqual([`edited-applied-migration 20250102000000_drop/migration.sql: ${EDITED}`]);
    commit(folder, {});
    expect(await rulesOf(folder)).toHaveLength(1);
    commit(folder, { [drop]: DROP });
    expect(await rulesOf(folder)).toEqual([]);
  });
  test('says how to bring it back', async () => {
    const folder = repository();
    writeFileSync(join(folder, drop), '-- nothing');
    const { stdout } = await command(folder, ['--since', 'main']);
    const restoring = /git checkout [0-9a-f]{12} -- \S+migration\.sql/.exec(stdout.replaceAll(/\s+/g, ' '))?.[0].split(' ') ?? [];
    git(folder, ...restoring.slice(1));
    expect(readFileSync(join(folder, drop), 'utf8')).toBe(DROP);
  });
  test('may change its line ends as Prisma allows it', async () => {
    const folder = repository();
    writeFileSync(join(folder, drop), DROP.replaceAll('\n', '\r\n'));
    expect(await rulesOf(folder)).toEqual([]);
    expect(await reported(folder)).toEqual(['0 of 2']);
  });
  test('is said of what is deployed, too, and nothing else of it', async () => {
    const folder = repository();
    writeFileSync(join(folder, drop), `${DROP}DROP TABLE "User";`);
    const { stdout } = await command(folder, [
      '--rule',
      'schema-drift=off',
      '--since',
      'main',
      '--deployed-through',
      '20250102000000_drop',
      '--format',
      'json',
    ]);
    const { diagnostics }: { readonly diagnostics: readonly { readonly rule: string }[] } = JSON.parse(stdout);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['edited-applied-migration']);
  });
  test('must not be deleted, or renamed', async () => {
    const folder = repository();
    git(folder, 'rm', '-q', drop);
    commit(folder, {});
    expect(await rulesOf(folder)).toEqual(['edited-applied-migration 20250102000000_drop/migration.sql: The migration 20250102000000_drop of main is gone.']);
    commit(folder, { [`${base}/20250105000000_drop/migration.sql`]: DROP });
    expect(await rulesOf(folder)).toEqual([
      'edited-applied-migration 20250102000000_drop/migration.sql: The migration 20250102000000_drop of main is called 20250105000000_drop now.',
    ]);
  });
  test('may be held by an editor only', async () => {
    const folder = repository();
    git(folder, 'rm', '-q', drop);
    const options = ['--since', 'main', '--stdin', '--stdin-filename', drop, '--fail-on', 'never', '--format', 'json'];
    expect(await command(folder, options, { input: DROP })).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await command(folder, options, { input: `${DROP}-- more` });
    expect(stdout).toContain('"rule": "edited-applied-migration"');
  });
  test('may move as a whole: Prisma does not look at the path', async () => {
    const folder = repository();
    mkdirSync(join(folder, 'packages/db'), { recursive: true });
    git(folder, 'mv', 'prisma', 'packages/db/prisma');
    commit(folder, { [`packages/db/${base}/20250103000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    expect(await rulesOf(folder)).toEqual([]);
    expect(await reported(folder)).toEqual(['1 of 3', '20250103000000_mine']);
  });
  test('runs before what is new', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250101120000_late/migration.sql`]: 'DROP TABLE IF EXISTS "Nothing";\n' });
    expect(await rulesOf(folder)).toEqual([
      'out-of-order-migration 20250101120000_late/migration.sql: This migration is new, but sorts before 1 migration on main (the last of them is 20250102000000_drop).',
    ]);
  });
  test('what was odd in the folder before is not news', async () => {
    const folder = repository();
    git(folder, 'checkout', '-q', 'main');
    commit(folder, { [`${base}/old.sql`]: 'x', [`${base}/2024/a/migration.sql`]: 'x' });
    git(folder, 'checkout', '-q', 'topic');
    git(folder, 'merge', '-q', 'main');
    expect(await rulesOf(folder)).toEqual([]);
    commit(folder, { [`${base}/new.sql`]: 'x', [`${base}/2025/a/migration.sql`]: 'x' });
    expect(await rulesOf(folder)).toEqual([
      'missing-migration-file 2025: 2025 has no migration.sql; its SQL is in a/migration.sql.',
      'misplaced-sql-file new.sql: Prisma never runs new.sql.',
    ]);
  });
  test('a lock file that goes missing is said', async () => {
    const folder = repository();
    git(folder, 'rm', '-q', `${base}/migration_lock.toml`);
    expect(await rulesOf(folder, '--rule', 'missing-lock-file=info')).toEqual([
      'missing-lock-file migration_lock.toml: There is no migration_lock.toml beside the migrations.',
    ]);
  });
});

describe('in CI', () => {
  test('a detached HEAD is one like any other', async () => {
    const folder = repository();
    commit(folder, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    git(folder, 'checkout', '-q', '--detach');
    expect(await reported(folder)).toEqual(['1 of 3', '20250104000000_mine']);
  });
  test('a shallow clone says how to make it deeper', async () => {
    const origin = repository();
    commit(origin, { [`${base}/20250104000000_mine/migration.sql`]: 'DROP TABLE "User";\n' });
    git(origin, 'checkout', '-q', 'main');
    commit(origin, { 'readme.md': 'x' });
    const clone = sandbox({});
    rmSync(join(clone, '.git'), { recursive: true });
    git(clone, 'clone', '-q', '--depth', '1', '--branch', 'topic', `file://${origin}`, '.');
    const deeper = 'fetch more with `git fetch --unshallow`, or let CI check out everything (`fetch-depth: 0`)\n';
    expect(await command(clone, ['--since', 'origin/main'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: --since origin/main: git knows no such commit; this clone is shallow: ${deeper}`,
    });
    git(clone, 'fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
    expect((await command(clone, ['--since', 'origin/main'])).stderr).toBe(
      `error: --since origin/main: this shallow clone does not reach back to where the two histories part: ${deeper}`,
    );
    git(clone, 'fetch', '-q', '--unshallow', 'origin');
    expect((await command(clone, ['--since', 'origin/main', '--fail-on', 'never'])).code).toBe(0);
  });
  test('a folder without git, and a machine without it', async () => {
    const folder = sandbox(PROJECT);
    rmSync(join(folder, '.git'), { recursive: true });
    expect(await command(folder, ['--since', 'main'])).toMatchObject({ code: 2, stderr: 'error: --since needs a git repository, and git\n' });
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    onTestFinished(() => {
      process.env['PATH'] = path;
    });
    expect(await command(folder, ['--since', 'main'])).toMatchObject({
      code: 2,
      stderr: 'error: --since needs a git repository, and git: git is not installed\n',
    });
  });
});
