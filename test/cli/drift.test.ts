import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPrisma } from '../../src/prisma-schema/index.ts';
import { command, INIT, LOCK, type Outcome, sandbox } from './sandbox.ts';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n  url = env("URL")\n}\n';
const USER = 'model User {\n  id    Int @id\n  email String?\n';

const project = (schema: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'package.json': '{ "devDependencies": { "prisma": "6.16.1" } }',
  'prisma/schema.prisma': schema,
  'prisma/migrations/migration_lock.toml': LOCK,
  'prisma/migrations/20250101000000_init/migration.sql': INIT,
  ...more,
});

interface Found {
  readonly rule: string;
  readonly file: string;
  readonly migration: string;
  readonly message: string;
  readonly start: { readonly line: number };
  readonly model?: string;
}

function drifted({ stdout, stderr }: Outcome): readonly Found[] {
  expect(stdout, stderr).not.toBe('');
  const report: { readonly diagnostics: readonly Found[] } = JSON.parse(stdout);
  return report.diagnostics.filter(({ rule }) => rule === 'schema-drift');
}
const lint = async (folder: string, args: readonly string[] = [], world: Parameters<typeof command>[2] = {}): Promise<Outcome> =>
  await command(folder, ['--format', 'json', ...args], world);

/** A repository whose `main` has these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const folder = sandbox(files);
  rmSync(join(folder, '.git'), { recursive: true });
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'x'],
  ])
    execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  return folder;
}

const FORGOTTEN = `${DATASOURCE}\n${USER}  name  String?\n}\n`;

describe('schema-drift', () => {
  test('nothing where they agree', async () => {
    expect(drifted(await lint(sandbox(project(`${DATASOURCE}\n${USER}}\n`))))).toEqual([]);
  });
  test('is reported at the field, in the schema', async () => {
    const [found, ...others] = drifted(await lint(sandbox(project(FORGOTTEN))));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      file: 'prisma/schema.prisma',
      migration: '',
      start: { line: 9 },
      model: 'User',
      message: expect.stringContaining('the column name (TEXT)'),
    });
  });
  test('in the file of a schema that has several', async () => {
    const { 'prisma/schema.prisma': _, ...rest } = project('');
    const folder = sandbox({ ...rest, 'prisma/schema/main.prisma': DATASOURCE, 'prisma/schema/models/user.prisma': `${USER}  name String?\n}\n` });
    expect(drifted(await lint(folder))).toMatchObject([{ file: 'prisma/schema/models/user.prisma', start: { line: 4 } }]);
  });
  test('shows the line of the schema', async () => {
    const { stdout } = await command(sandbox(project(FORGOTTEN)), ['--rule', 'schema-drift=warning']);
    expect(stdout).toContain('9 │   name  String?');
  });
  test('not for a file, a migration, or what an editor holds', async () => {
    const folder = sandbox(project(FORGOTTEN));
    const file = 'prisma/migrations/20250101000000_init/migration.sql';
    expect(drifted(await lint(folder, [file]))).toEqual([]);
    expect(drifted(await lint(folder, ['--stdin', '--stdin-filename', file], { input: INIT }))).toEqual([]);
  });
  test('not where the rule is off: then Prisma is not even loaded', async () => {
    const world = {
      loadPrisma: (): never => {
        throw new Error('loaded');
      },
    };
    const folder = sandbox(project(FORGOTTEN));
    expect(drifted(await lint(folder, ['--rule', 'schema-drift=off'], world))).toEqual([]);
    expect((await lint(folder, [], world)).code).toBe(3);
    expect((await command(folder, ['inspect'], world)).code).toBe(0);
  });
  test('without @prisma/internals the rest is linted, and a note says what was not checked', async () => {
    const outcome = await lint(sandbox(project(FORGOTTEN)), ['--rule', 'missing-lock-timeout=off'], { loadPrisma: () => null });
    expect(drifted(outcome)).toEqual([]);
    expect(outcome).toMatchObject({
      code: 0,
      stderr:
        'note: not checked: whether schema.prisma and the migrations agree (schema-drift). That takes @prisma/internals, an optional dependency that is not installed\n',
    });
  });
  test('a schema that Prisma refuses is a note with its place', async () => {
    const { code, stderr } = await lint(sandbox(project(`${DATASOURCE}\nmodel User {\n  id Intt @id\n}\n`)));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: prisma\/schema.prisma: Type "Intt" .*\(prisma\/schema.prisma:7\); so it was not checked/);
  });
  test('what Prisma made of a schema is kept beside the modules, until the schema changes', async () => {
    const folder = sandbox(project(FORGOTTEN, { 'node_modules/x/package.json': '{}' }));
    const loaded: string[] = [];
    const world = {
      loadPrisma: () => {
        loaded.push('once');
        return loadPrisma();
      },
    };
    const first = drifted(await lint(folder, [], world));
    expect(drifted(await lint(folder, [], world))).toEqual(first);
    expect(loaded).toHaveLength(1);
    writeFileSync(join(folder, 'prisma/schema.prisma'), FORGOTTEN.replace('name  String?', 'name  Int?'));
    expect(drifted(await lint(folder, [], world))).toMatchObject([{ message: expect.stringContaining('the column name (INTEGER)') }]);
    expect(drifted(await lint(folder, ['--no-cache'], world))).toHaveLength(1);
    expect(loaded).toHaveLength(3);
  });
  test('what is external is not ours', async () => {
    const config = `export default { tables: { external: ['public.Old'] }, enums: { external: ["Kind"] } };`;
    const more = { 'prisma/migrations/20250102000000_old/migration.sql': `CREATE TABLE "Old" ("id" INTEGER); CREATE TYPE "Kind" AS ENUM ('a');` };
    const schema = `${DATASOURCE}\n${USER}}\n`;
    expect(drifted(await lint(sandbox(project(schema, more))))).toHaveLength(2);
    expect(drifted(await lint(sandbox(project(schema, { ...more, 'prisma.config.ts': config }))))).toEqual([]);
  });
  test('the configuration can keep it quiet, by the name of the newest migration', async () => {
    const config = { suppress: [{ migration: '20250101000000_init', rule: 'schema-drift', reason: 'known' }] };
    const { stdout } = await lint(sandbox(project(FORGOTTEN, { 'migration-lint.config.json': JSON.stringify(config) })));
    const report: { readonly summary: { readonly suppressed: number }; readonly diagnostics: readonly Found[] } = JSON.parse(stdout);
    expect(report.summary.suppressed).toBe(1);
    expect(report.diagnostics.filter(({ rule }) => rule === 'schema-drift')).toEqual([]);
  });
  test('with --since: when the schema or a migration changed', async () => {
    const folder = sandbox({});
    rmSync(join(folder, '.git'), { recursive: true });
    for (const [path, text] of Object.entries(project(FORGOTTEN, { 'a.txt': '' }))) {
      execFileSync('mkdir', ['-p', join(folder, path, '..')]);
      writeFileSync(join(folder, path), text);
    }
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['add', '-A'],
      ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'x'],
    ])
      execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
    writeFileSync(join(folder, 'a.txt'), 'changed');
    expect(drifted(await lint(folder, ['--since', 'main']))).toEqual([]);
    writeFileSync(join(folder, 'prisma/schema.prisma'), `${FORGOTTEN}\n`);
    expect(drifted(await lint(folder, ['--since', 'main']))).toHaveLength(1);
  });
});

describe('hand-edited-migration', () => {
  const changed = (sql: string): string => {
    const folder = repository(project(`${DATASOURCE}\n${USER}}\n`));
    writeFileSync(join(folder, 'prisma/schema.prisma'), FORGOTTEN);
    mkdirSync(join(folder, 'prisma/migrations/20250102000000_name'));
    writeFileSync(join(folder, 'prisma/migrations/20250102000000_name/migration.sql'), sql);
    return folder;
  };
  const edited = async (folder: string, ...args: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await lint(folder, ['--rule', 'hand-edited-migration=info', ...args]);
    const report: { readonly diagnostics: readonly Found[] } = JSON.parse(stdout);
    return report.diagnostics.filter(({ rule }) => rule === 'hand-edited-migration').map(({ message }) => message);
  };
  test('with --since, what Prisma would write for the change of the schema is compared', async () => {
    expect(await edited(changed('ALTER TABLE "User" ADD COLUMN "name" TEXT;'), '--since', 'main')).toEqual([]);
    const [found] = await edited(changed('ALTER TABLE "User" ADD COLUMN "name" TEXT;\nUPDATE "User" SET "name" = "email";'), '--since', 'main');
    expect(found).toContain('`UPDATE "User" SET "name" = "email"` is this migration\'s own');
  });
  test('without --since there is nothing to compare with', async () => {
    expect(await edited(changed('UPDATE "User" SET "name" = "email";'))).toEqual([]);
  });
});
