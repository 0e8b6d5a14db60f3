import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// What Node 20 compiled of the command is kept beside the installed package. Whatever is found there, the run is the same.

const root = join(import.meta.dirname, '..', '..');
const keepsByItself = 'enableCompileCache' in (await import('node:module'));

describe.skipIf(keepsByItself)('compiled code', () => {
  let project = '';
  let bin = '';
  let first: ReturnType<typeof run>;
  const folder = (): string => join(project, 'node_modules', '.cache', 'prisma-migration-lint');
  const kept = (): readonly string[] => readdirSync(folder()).filter((name) => name.endsWith('.every-run.code'));

  function run(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--no-cache', ...args], { cwd: project, encoding: 'utf8' });
    return { status, stdout, stderr };
  }

  beforeAll(() => {
    project = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-test-')));
    for (const [name, sql] of Object.entries({ '2024_init': 'CREATE TABLE t (id INT);', '2025_drop': 'DROP TABLE t;' })) {
      mkdirSync(join(project, 'migrations', name), { recursive: true });
      writeFileSync(join(project, 'migrations', name, 'migration.sql'), sql);
    }
    const installed = join(project, 'node_modules', 'prisma-migration-lint');
    mkdirSync(installed, { recursive: true });
    for (const name of ['dist', 'rules', 'package.json']) cpSync(join(root, name), join(installed, name), { recursive: true });
    for (const name of ['libpg-query', '@pgsql']) symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
    bin = join(installed, 'dist', 'bin.cjs');
    run('--version');
    run('explain', 'drop-table');
    expect(() => kept()).toThrow('ENOENT');
    first = run('--format', 'unix');
  });

  afterAll(() => rmSync(project, { recursive: true }));

  test('a run finds something, and leaves a file for what is large', () => {
    expect(first).toEqual({ status: 1, stdout: expect.stringContaining('drop-table'), stderr: expect.any(String) });
    expect(kept()).toHaveLength(1);
  });

  test('the next one reads it, says the same, and writes nothing', () => {
    const before = readFileSync(join(folder(), kept()[0] ?? ''));
    expect(run('--format', 'unix')).toEqual(first);
    expect(readFileSync(join(folder(), kept()[0] ?? '')).equals(before)).toBe(true);
  });

  test('a single file has its own, because it needs less', () => {
    const [whole = ''] = kept();
    const once = run('--format', 'unix', 'migrations/2025_drop/migration.sql');
    const [file = ''] = kept().filter((name) => name !== whole);
    expect(run('--format', 'unix', 'migrations/2025_drop/migration.sql')).toEqual(once);
    expect(kept()).toHaveLength(2);
    rmSync(join(folder(), file));
  });

  test.each([
    ['cut off', (path: string) => truncateSync(path, 1000)],
    ['empty', (path: string) => truncateSync(path, 0)],
    [
      'damaged',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes.fill(0x41, bytes.length >> 1, (bytes.length >> 1) + 64);
        writeFileSync(path, bytes);
      },
    ],
    ['of another file', (path: string) => writeFileSync(path, readFileSync(bin))],
  ])('%s: it is not used, and made anew', (_, spoil) => {
    const path = join(folder(), kept()[0] ?? '');
    const good = readFileSync(path).length;
    spoil(path);
    expect(run('--format', 'unix')).toEqual(first);
    expect(readFileSync(path).length).toBeGreaterThan(good / 2);
  });

  test('another text of the command has another file', () => {
    const command = join(project, 'node_modules', 'prisma-migration-lint', 'dist', 'command', 'every-run.cjs');
    writeFileSync(command, readFileSync(command, 'latin1').replace('"use strict";', '"use strict" ;'), 'latin1');
    writeFileSync(command, `${readFileSync(command, 'latin1')}\n`, 'latin1');
    expect(run('--format', 'unix')).toEqual(first);
    expect(kept()).toHaveLength(2);
  });
});

test('what is compiled ahead imports nothing at run time, which the engine would not allow', () => {
  const command = readFileSync(join(root, 'dist', 'command', 'every-run.cjs'), 'latin1');
  expect(command).not.toMatch(/(?<![.\w])import\(/);
  expect(command).not.toMatch(/[^\0-\x7f]/);
});
