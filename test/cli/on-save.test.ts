import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command, DROP, INDEX, INIT, type Outcome, PROJECT, sandbox } from './sandbox.ts';

// What an editor runs when a file is saved, or with what it holds: from whatever folder, with the history, the configuration
// and the version of Prisma that belong to the file.

const onSave = (cwd: string, file: string): Promise<Outcome> => command(cwd, [file, '--format', 'unix']);
const typed = (cwd: string, file: string, input: string): Promise<Outcome> =>
  command(cwd, ['--stdin', '--stdin-filename', file, '--format', 'unix', '--quiet'], { input });

const below = (folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const WARN = '{ "rules": { "drop-column": "warning", "missing-lock-timeout": "off", "brief-exclusive-lock": "off" } }';
const IN_PACKAGE = sandboxOf({ 'migration-lint.config.json': WARN });

function sandboxOf(more: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { 'package.json': '{ "workspaces": ["packages/*"] }', ...below('packages/db', { ...PROJECT, ...more }) };
}

const FILE = 'prisma/migrations/20250102000000_drop/migration.sql';

describe('a saved file', () => {
  test('one line for each finding, `file:line:column: severity: message [rule]`, and nothing else', async () => {
    const { stdout, stderr, code } = await onSave(sandbox(PROJECT), FILE);
    expect(stdout.split('\n').filter(Boolean).length).toBeGreaterThan(0);
    for (const line of stdout.trimEnd().split('\n'))
      expect(line).toMatch(/^prisma\/migrations\/20250102000000_drop\/migration\.sql:\d+:\d+: (error|warning|info): .+ \[[a-z-]+\]$/);
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
  });
  test('is configured by what lies nearest to it, not to the current folder', async () => {
    const folder = sandbox(IN_PACKAGE);
    expect(await onSave(folder, `packages/db/${FILE}`)).toMatchObject({ stdout: expect.stringMatching(/: warning: .*\[drop-column\]\n$/), code: 0 });
    expect(await onSave(join(folder, 'packages/db/prisma'), join(folder, 'packages/db', FILE))).toMatchObject({
      stdout: expect.stringMatching(/^migrations\/20250102000000_drop\/migration\.sql:1:\d+: warning: .*\[drop-column\]\n$/),
    });
  });
  test('belongs to the folder that the configuration beside it names, whatever that is called', async () => {
    const config = '{ "migrations": "db/changes", "rules": { "missing-lock-timeout": "off", "brief-exclusive-lock": "off" } }';
    const folder = sandbox({ 'app/migration-lint.config.json': config, 'app/db/changes/a/migration.sql': INIT, 'app/db/changes/b/migration.sql': INDEX });
    const { stdout } = await command(folder, ['app/db/changes/b/migration.sql', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { migrations: 2, reported: 1 }, projects: [{ migrationsDir: 'app/db/changes' }] });
  });
});

describe('what an editor holds', () => {
  test('is configured by what lies nearest to the file it will be', async () => {
    const { stdout, code } = await typed(sandbox(IN_PACKAGE), `packages/db/${FILE}`, DROP);
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 });
  });
  test.each([
    ['in a folder that is not there either', 'prisma/migrations/20250103000000_new/migration.sql'],
    ['before all others', 'prisma/migrations/20240101000000_new/migration.sql'],
  ])('may be a new migration, %s', async (_, file) => {
    const { stdout, code } = await typed(sandbox(PROJECT), file, 'ALTER TABLE "User" DROP COLUMN "id";\n');
    expect(code).toBe(1);
    expect(stdout).toContain(`${file}:1:20: error: `);
  });
  test('may be the first of a project, whose history it then begins', async () => {
    const folder = sandbox({ 'package.json': '{}', 'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n' });
    const file = 'prisma/migrations/20250101000000_init/migration.sql';
    expect(await typed(folder, file, INIT)).toMatchObject({ stdout: '', code: 0 });
    expect((await typed(folder, file, `${INIT}DROP TABLE "Gone";\n`)).stdout).toContain('[unknown-object]');
  });
  test('has no history under another name', async () => {
    const { stdout } = await typed(sandbox(PROJECT), 'prisma/migrations/20250102000000_drop/down.sql', DROP);
    expect(stdout).toMatch(/down\.sql:1:\d+: error: .*\[drop-column\]\n$/);
  });
});
