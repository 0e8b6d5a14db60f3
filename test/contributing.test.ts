import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PROJECT, sandbox } from './cli/sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// "Write a rule in ten minutes", done as it is written, with what is built.

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** The block after a paragraph that names a file. */
const blockFor = (file: string): string => {
  const [, code] = new RegExp(`\`${file.replaceAll('.', '\\.')}\`[\\s\\S]*?\`\`\`js\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (code === undefined) throw new Error(`CONTRIBUTING.md shows no ${file}`);
  return code;
};

test('write a rule in ten minutes', () => {
  const folder = sandbox({ ...PROJECT, 'prisma/migrations/20250102000000_drop/migration.sql': 'CREATE TABLE "Notes" ("id" INTEGER PRIMARY KEY);\n' });
  for (const file of ['plural-table.mjs', 'plural-table.test.mjs', 'migration-lint.config.mjs']) writeFileSync(join(folder, file), blockFor(file));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'prisma-migration-lint'), 'junction');
  const run = (...args: readonly string[]) => spawnSync(process.execPath, [...args], { cwd: folder, encoding: 'utf8' });
  const tests = run('--test', 'plural-table.test.mjs');
  expect(tests.status, tests.stdout).toBe(0);
  const { status, stdout } = run(join(root, 'dist', 'bin.cjs'), '--format', 'unix', '--quiet');
  expect([status, stdout]).toEqual([1, 'prisma/migrations/20250102000000_drop/migration.sql:1:1: error: Notes is in the plural. [ours/plural-table]\n']);
});
