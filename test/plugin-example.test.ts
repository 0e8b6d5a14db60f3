import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// examples/plugin as its authors have it: our package in node_modules, compiled, tested with node's own test runner, and used
// by a project.

const root = join(import.meta.dirname, '..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-plugin-')));
const project = join(folder, 'project');

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (cwd: string, ...args: readonly string[]): Outcome => spawnSync(process.execPath, [...args], { cwd, encoding: 'utf8' });
const lint = (...args: readonly string[]): Outcome => run(project, join(root, 'dist', 'bin.cjs'), ...args);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  cpSync(join(root, 'examples', 'plugin'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'prisma-migration-lint'), 'junction');
  for (const name of ['@types/node', 'undici-types']) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  const { status, stdout } = run(folder, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
  expect(status, stdout).toBe(0);
});

describe('the example of a plugin', () => {
  test('its own tests pass', () => {
    const { status, stdout } = run(folder, '--test', 'dist/');
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/# pass [1-9]/);
    expect(stdout).toContain('table-without-tenant');
  });
  test('its rule finds, with its options, under its name', () => {
    const { status, stdout } = lint('--format', 'unix');
    expect(status).toBe(1);
    expect(stdout).toBe(
      'prisma/migrations/20250901090000_add_reminder/migration.sql:2:1: error: Reminder has no column tenantId. [tenants/table-without-tenant]\n',
    );
  });
  test('its reporter reports', () => {
    expect(lint('--format', 'unix', '--format', '../dist/reporter.js:chat.txt').status).toBe(1);
    expect(readFileSync(join(project, 'chat.txt'), 'utf8')).toBe('2 migrations, 1 errors: tenants/table-without-tenant\n');
  });
  test('wrong options are one line that names the rule', () => {
    const config = join(project, 'migration-lint.config.ts');
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace("except: ['Country']", 'except: 1'));
    const { status, stderr } = lint();
    writeFileSync(config, text);
    expect([status, stderr]).toEqual([2, 'error: migration-lint.config.ts:6: "except" must be a list of tables\n']);
  });
  test('a rule that throws is a finding that names it and the migration; the others go on', () => {
    const compiled = join(folder, 'dist', 'table-without-tenant.js');
    writeFileSync(
      compiled,
      readFileSync(compiled, 'utf8').replace('createTable: (operation, context) => {', "$&\n            throw new Error('no tenant\\nat all');"),
    );
    const { status, stdout } = lint('--format', 'json');
    const { diagnostics } = JSON.parse(stdout);
    expect(status).toBe(1);
    const crashes: readonly { readonly rule: string; readonly message: string }[] = diagnostics.filter(({ rule }: { rule: string }) => rule === 'rule-crashed');
    expect(crashes.map(({ message }) => message)).toEqual([
      'The rule tenants/table-without-tenant failed on 20250106090000_init: no tenant',
      'The rule tenants/table-without-tenant failed on 20250901090000_add_reminder: no tenant',
    ]);
  });
});
