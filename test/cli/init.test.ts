import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { command, INIT, LOCK, PROJECT, sandbox } from './sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');
const under = (root: string): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`${root}/${path}`, text]));

describe('init', () => {
  test('takes what exists as deployed; what comes later is linted', async () => {
    const folder = sandbox(PROJECT);
    expect((await command(folder, [])).code).toBe(1);
    const { code, stdout } = await command(folder, ['init']);
    expect(code).toBe(0);
    expect(stdout).toContain('prisma/migrations: 2 migrations, the newest is 20250102000000_drop\n');
    expect(stdout).toContain('wrote migration-lint.config.ts\n');
    expect(read(folder, 'migration-lint.config.ts')).toContain("  deployedThrough: '20250102000000_drop',\n");
    const clean = await command(folder, ['--format', 'unix']);
    expect([clean.code, clean.stdout, clean.stderr]).toEqual([0, '', '']);
    writeMigration(folder, 'prisma/migrations/20250103000000_new', 'ALTER TABLE "User" ADD COLUMN "name" TEXT NOT NULL;\n');
    const next = await command(folder, ['--format', 'json']);
    expect(next.code).toBe(1);
    expect(rulesIn(next.stdout)).toEqual(['20250103000000_new required-column-without-default']);
  });
  test('twice is once, and nothing is overwritten', async () => {
    const folder = sandbox({ ...PROJECT, 'migration-lint.config.json': '{}', '.husky/pre-commit': 'npm test', '.github/workflows/migration-lint.yml': 'mine' });
    const args = ['init', '--ci', 'github', '--hook', 'husky', '--script'];
    const first = await command(folder, args);
    expect(first.stdout).toContain('left migration-lint.config.json as it is');
    expect(first.stdout).toContain("  |   deployedThrough: '20250102000000_drop',");
    expect(first.stdout).toContain('left .github/workflows/migration-lint.yml as it is');
    expect(first.stdout).toContain('added to .husky/pre-commit');
    expect(read(folder, 'migration-lint.config.json')).toBe('{}');
    expect(read(folder, '.github/workflows/migration-lint.yml')).toBe('mine');
    expect(read(folder, '.husky/pre-commit')).toMatch(/^npm test\nnpx --yes prisma-migration-lint@[\d.]+ --since HEAD\n$/);
    expect(JSON.parse(read(folder, 'package.json'))).toEqual({
      scripts: { 'lint:migrations': 'prisma-migration-lint' },
      devDependencies: { prisma: '6.16.1' },
    });
    const before = ['.husky/pre-commit', 'package.json'].map((path) => read(folder, path));
    expect((await command(folder, args)).stdout).not.toMatch(/^(wrote|added)/m);
    expect(['.husky/pre-commit', 'package.json'].map((path) => read(folder, path))).toEqual(before);
  });
  test('--dry-run shows and writes nothing', async () => {
    const folder = sandbox(PROJECT);
    const { code, stdout } = await command(folder, ['init', '--ci', 'gitlab', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain('would write migration-lint.config.ts\n  | import');
    expect(stdout).toContain('would write .gitlab-ci.yml\n');
    expect(existsSync(join(folder, 'migration-lint.config.ts')) || existsSync(join(folder, '.gitlab-ci.yml'))).toBe(false);
  });
  test('a monorepo: one name for each history', async () => {
    const folder = sandbox({ 'package.json': '{}', ...under('packages/a'), ...under('packages/b') });
    writeMigration(folder, 'packages/b/prisma/migrations/20250109000000_more', 'SELECT 1;\n');
    expect((await command(folder, ['init'])).code).toBe(0);
    expect(read(folder, 'migration-lint.config.ts')).toContain(
      "  deployedThrough: {\n    'packages/a': '20250102000000_drop',\n    'packages/b': '20250109000000_more',\n  },\n",
    );
    expect((await command(folder, ['--format', 'unix'])).stdout).toBe('');
    writeMigration(folder, 'packages/a/prisma/migrations/20250108000000_new', 'DROP TABLE "User";\n');
    expect(rulesIn((await command(folder, ['--format', 'json'])).stdout)).toEqual(['20250108000000_new drop-table']);
  });
  test('a project of a monorepo that has a configuration keeps it', async () => {
    const folder = sandbox({ 'package.json': '{}', ...under('a'), ...under('b'), 'b/migration-lint.config.json': '{ "presets": "off" }' });
    const { stdout } = await command(folder, ['init']);
    expect(stdout).toContain('left b/migration-lint.config.json as it is: it is there already\n');
    expect(read(folder, 'migration-lint.config.ts')).toContain("deployedThrough: '20250102000000_drop'");
  });
  test('a project without a migration yet', async () => {
    const folder = sandbox({ 'package.json': '{}', 'prisma/migrations/migration_lock.toml': LOCK, 'prisma/schema.prisma': '' });
    expect((await command(folder, ['init'])).code).toBe(0);
    expect(read(folder, 'migration-lint.config.ts')).not.toContain('deployedThrough:');
    expect((await command(folder, [])).code).toBe(0);
  });
  test('no project is one line and exit code 2', async () => {
    const { code, stderr } = await command(sandbox({ 'package.json': '{}' }), ['init']);
    expect([code, stderr.split('\n').length]).toEqual([2, 2]);
  });
  test('names with quotes stay strings', async () => {
    const name = `20250101000000_o'clock_"x"`;
    const folder = sandbox({ 'package.json': '{}', [`prisma/migrations/${name}/migration.sql`]: INIT, 'prisma/migrations/migration_lock.toml': LOCK });
    await command(folder, ['init']);
    expect((await command(folder, ['--format', 'unix'])).code).toBe(0);
  });
});

describe('what it writes for others', () => {
  test('a workflow in which no name of a branch gets into the shell', async () => {
    const folder = sandbox(PROJECT);
    await command(folder, ['init', '--ci', 'github']);
    const workflow = parse(read(folder, '.github/workflows/migration-lint.yml'));
    const steps: readonly { run?: string; uses?: string; with?: object }[] = workflow.jobs['migration-lint'].steps;
    expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout'))?.with).toEqual({ 'fetch-depth': 0 });
    expect(steps.flatMap(({ run }) => run ?? []).join()).toMatch(/^npx --yes prisma-migration-lint@[\d.]+ --since "origin\/\$BASE"$/);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });
  test('a job of its own beside a pipeline', async () => {
    const folder = sandbox({ ...PROJECT, '.gitlab-ci.yml': 'stages: [test]\n' });
    const { stdout } = await command(folder, ['init', '--ci', 'gitlab']);
    expect(stdout).toContain('  | include:\n  |   - local: .gitlab/migration-lint.yml');
    expect(parse(read(folder, '.gitlab/migration-lint.yml'))['migration-lint'].artifacts.reports.codequality).toBe('migration-lint.json');
    expect(read(folder, '.gitlab-ci.yml')).toBe('stages: [test]\n');
  });
  test.each([
    ['lefthook', 'lefthook.yml'],
    ['pre-commit', '.pre-commit-config.yaml'],
  ])('%s', async (hook, file) => {
    const folder = sandbox(PROJECT);
    await command(folder, ['init', '--hook', hook]);
    expect(JSON.stringify(parse(read(folder, file)))).toMatch(/prisma-migration-lint@[\d.]+ --since HEAD/);
    const before = read(folder, file);
    expect((await command(folder, ['init', '--hook', hook])).stdout).not.toMatch(/^(wrote|added)/m);
    expect(read(folder, file)).toBe(before);
  });
  test('from a folder below the top of the repository', async () => {
    const folder = sandbox(under('apps/web'));
    await command(join(folder, 'apps/web'), ['init', '--ci', 'github', '--hook', 'husky']);
    expect(read(folder, '.husky/pre-commit')).toMatch(/^\(cd 'apps\/web' && npx /);
    expect(read(folder, '.github/workflows/migration-lint.yml')).toContain(`run: cd 'apps/web' && npx `);
    expect(existsSync(join(folder, 'apps/web/migration-lint.config.ts'))).toBe(true);
  });
  test.each([
    [
      '{\n\t"name": "x",\n\t"scripts": {\n\t\t"a": "b"\n\t}\n}\n',
      '{\n\t"name": "x",\n\t"scripts": {\n\t\t"lint:migrations": "prisma-migration-lint",\n\t\t"a": "b"\n\t}\n}\n',
    ],
    ['{\n  "scripts": {}\n}\n', '{\n  "scripts": {\n    "lint:migrations": "prisma-migration-lint"\n  }\n}\n'],
    ['{\n  "name": "x"\n}\n', '{\n  "scripts": {\n    "lint:migrations": "prisma-migration-lint"\n  },\n  "name": "x"\n}\n'],
    ['{}', '{\n  "scripts": {\n    "lint:migrations": "prisma-migration-lint"\n  }\n}'],
  ])('a script in %j', async (manifest, expected) => {
    const folder = sandbox({ ...PROJECT, 'package.json': manifest });
    await command(folder, ['init', '--script']);
    expect(read(folder, 'package.json')).toBe(expected);
  });
});

describe('deployedThrough by folder', () => {
  const files = { 'package.json': '{}', ...under('a'), ...under('b') };
  const lintWith = (deployedThrough: object, ...args: readonly string[]): ReturnType<typeof command> =>
    command(sandbox({ ...files, 'migration-lint.config.json': JSON.stringify({ deployedThrough }) }), ['--format', 'unix', ...args]);
  test('speaks of that folder only', async () => {
    const { stdout } = await lintWith({ a: '20250102000000_drop' });
    expect(stdout).toContain('b/prisma/migrations/20250102000000_drop');
    expect(stdout).not.toMatch(/^a\//m);
    expect((await lintWith({ a: '20250102000000_drop' }, 'a')).stdout).toBe('');
  });
  test.each([
    [
      { a: '20250102000000_drap' },
      'error: deployedThrough in migration-lint.config.json: there is no migration "20250102000000_drap" (did you mean 20250102000000_drop?)\n',
    ],
    [{ c: '20250102000000_drop' }, 'error: deployedThrough in migration-lint.config.json: there is no folder c\n'],
    [{ a: 1 }, 'error: migration-lint.config.json:1: "deployedThrough.a" must be a text, not 1\n'],
  ])('mistakes in %j', async (deployedThrough, expected) => {
    const { code, stderr } = await lintWith(deployedThrough);
    expect([code, stderr]).toEqual([2, expected]);
  });
});

describe('without it', () => {
  const history = (length: number): Readonly<Record<string, string>> => ({
    ...PROJECT,
    ...Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `prisma/migrations/2025020${index}000000_x/migration.sql`,
        `CREATE TABLE "T${index}" ("a" TEXT);\nALTER TABLE "User" ADD COLUMN "c${index}" TEXT NOT NULL;\n`,
      ]),
    ),
  });
  test('a run over an old history says at its end how to start', async () => {
    const { stdout } = await command(sandbox(history(9)), []);
    expect(stdout.trimEnd().split('\n').slice(-2).join(' ')).toContain('npx prisma-migration-lint init');
  });
  test('not over a new one, one of which a part is reported, or for programs', async () => {
    expect((await command(sandbox(history(3)), [])).stdout).not.toContain('lint init');
    expect((await command(sandbox(history(9)), ['--deployed-through', '20250101000000_init'])).stdout).not.toContain('lint init');
    expect((await command(sandbox(history(9)), ['--format', 'json'])).stdout).not.toContain('lint init');
  });
});

interface Found {
  readonly rule: string;
  readonly migration: string;
  readonly severity: string;
}

function rulesIn(json: string): readonly string[] {
  const { diagnostics }: { readonly diagnostics: readonly Found[] } = JSON.parse(json);
  return diagnostics.filter(({ severity }) => severity !== 'info').map(({ rule, migration }) => `${migration} ${rule}`);
}

function writeMigration(folder: string, path: string, sql: string): void {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, 'migration.sql'), sql);
}
