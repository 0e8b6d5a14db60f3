import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { command, PROJECT, sandbox } from './sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ACTIONS = { env: { GITHUB_ACTIONS: 'true' } };

describe('in GitHub Actions', () => {
  test('annotations come with the report for people', async () => {
    const { stdout } = await command(sandbox(PROJECT), [], ACTIONS);
    expect(stdout).toContain('✖ 1 error');
    expect(stdout).toMatch(/^::error file=prisma\/migrations\/20250102000000_drop\/migration\.sql,line=1,/m);
  });
  test('unless a format is asked for, on the command line or in the configuration', async () => {
    expect((await command(sandbox(PROJECT), ['--format', 'terminal'], ACTIONS)).stdout).not.toContain('::error');
    const configured = { ...PROJECT, 'migration-lint.config.json': '{ "reporters": "unix" }' };
    expect((await command(sandbox(configured), [], ACTIONS)).stdout).not.toContain('::error');
  });
  test('paths count from the top of what was checked out', async () => {
    const folder = sandbox(Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`apps/web/${path}`, text])));
    const { stdout } = await command(join(folder, 'apps/web'), [], { env: { ...ACTIONS.env, GITHUB_WORKSPACE: folder } });
    expect(stdout).toContain('::error file=apps/web/prisma/migrations/');
  });
  test('inspect has no annotations', async () => {
    expect((await command(sandbox(PROJECT), ['inspect'], ACTIONS)).code).toBe(0);
  });
});

describe('a reporter of the user', () => {
  const REPORTER = 'export default (report, { width }) => `${report.diagnostics.length} of ${report.tool.name}, ${width} wide\\n`;\n';
  test.each(['reporter.mjs', 'reporter.ts'])('by its path: %s', async (name) => {
    const folder = sandbox({ ...PROJECT, [name]: REPORTER });
    expect(await command(folder, ['--format', `./${name}`])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^\d+ of prisma-migration-lint, 100 wide\n$/),
    });
    await command(folder, ['--format', `./${name}:out/report.txt`, '--format', `./${name}`, '--output', 'second.txt', '--format', 'unix']);
    expect(readFileSync(join(folder, 'out/report.txt'), 'utf8')).toMatch(/^\d+ of /);
    expect(existsSync(join(folder, 'second.txt'))).toBe(true);
  });
  test('in the configuration, relative to it', async () => {
    const folder = sandbox({
      ...Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`apps/web/${path}`, text])),
      'lint/reporter.mjs': REPORTER,
      'migration-lint.config.json': '{ "reporters": ["./lint/reporter.mjs", "json:report.json"] }',
    });
    expect((await command(join(folder, 'apps/web'), [])).stdout).toMatch(/^\d+ of /);
    expect(existsSync(join(folder, 'report.json'))).toBe(true);
  });
  test.each([
    ['export default 1;', /^error: reporter\.mjs: a reporter exports a function by default/],
    ['export default () => 1;', /^error: reporter\.mjs: a reporter returns a text, not number\n$/],
    ["export default () => { throw new Error('no'); };", /^error: reporter\.mjs: the reporter failed: no\n$/],
    ['export default (', /^error: reporter\.mjs(:1)?: is not valid: /],
  ])('mistakes: %s', async (text, expected) => {
    const { code, stderr } = await command(sandbox({ ...PROJECT, 'reporter.mjs': text }), ['--format', './reporter.mjs']);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });
  test('that is not there', async () => {
    const { code, stderr } = await command(sandbox(PROJECT), ['--format', './no.js']);
    expect([code, stderr]).toEqual([2, 'error: no.js: there is no such reporter\n']);
  });
});
