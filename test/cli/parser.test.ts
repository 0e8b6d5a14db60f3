import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EXPECTED, foundIn } from '../example-findings.ts';
import { command, PROJECT, sandbox } from './sandbox.ts';

// In this file, nothing may load libpg-query before WebAssembly is taken away: the module stays loaded.

const root = join(import.meta.dirname, '..', '..');

afterEach(() => vi.unstubAllGlobals());

const withoutWebAssembly = (): void => {
  vi.stubGlobal('WebAssembly', undefined);
};

/** The rules of errors, and which parser read the migrations. */
function summaryOf(json: string): { readonly parser: string; readonly rules: readonly string[] } {
  const { tool, diagnostics }: { tool: { parser: string }; diagnostics: readonly { rule: string; severity: string }[] } = JSON.parse(json);
  return { parser: tool.parser, rules: diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule) };
}

const NOTE = /^note: libpg-query cannot be loaded here, because it needs WebAssembly \(.*\); pgsql-ast-parser took over, which understands less$/m;

describe('without WebAssembly', () => {
  test('the second parser takes over, and says so', async () => {
    withoutWebAssembly();
    const { code, stdout, stderr } = await command(sandbox(PROJECT), ['--format', 'json']);
    expect(summaryOf(stdout)).toEqual({ parser: 'pgsql-ast-parser', rules: ['drop-column'] });
    expect(stderr).toMatch(NOTE);
    expect(code).toBe(1);
  });
  test('inspect says so, too', async () => {
    withoutWebAssembly();
    const { code, stdout, stderr } = await command(sandbox(PROJECT), ['inspect', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ tool: { parser: 'pgsql-ast-parser' }, statements: [{ kind: 'createTable' }, { kind: 'dropColumn' }] });
    expect(stderr).toMatch(NOTE);
    expect(code).toBe(0);
  });
  test.each([
    [['--parser', 'libpg-query'], {}],
    [[], { 'migration-lint.config.json': '{ "parser": "libpg-query" }' }],
  ])('who asks for the first one gets one line: %j', async (args, files) => {
    withoutWebAssembly();
    const { code, stdout, stderr } = await command(sandbox({ ...PROJECT, ...files }), args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'error: the parser libpg-query needs WebAssembly, which cannot be used here (WebAssembly is not defined); pgsql-ast-parser does without\n',
    );
  });
});

describe('the second parser is used', () => {
  test.each([
    ['by the option', ['--parser', 'pgsql-ast-parser'], {}],
    ['by the configuration', [], { 'migration-lint.config.json': '{ "parser": "pgsql-ast-parser" }' }],
    ['by the option against the configuration', ['--parser', 'pgsql-ast-parser'], { 'migration-lint.config.json': '{ "parser": "libpg-query" }' }],
  ])('%s', async (_, args, files) => {
    const { stdout, stderr } = await command(sandbox({ ...PROJECT, ...files }), [...args, '--format', 'json']);
    expect(summaryOf(stdout)).toEqual({ parser: 'pgsql-ast-parser', rules: ['drop-column'] });
    expect(stderr).toBe('');
  });
  test('and is not otherwise', async () => {
    const { stdout } = await command(sandbox(PROJECT), ['--format', 'json']);
    expect(summaryOf(stdout).parser).toBe('libpg-query');
  });
  test('and reports what it does not understand as that, not as an error of the migration', async () => {
    const { stdout } = await command(sandbox(PROJECT), ['--parser', 'pgsql-ast-parser', '--format', 'json', '--stdin'], {
      input: 'ALTER TABLE t DISABLE TRIGGER g;',
    });
    expect(JSON.parse(stdout)).toMatchObject({ summary: { opaque: 1, errors: 0 }, diagnostics: [{ rule: 'opaque-statement', severity: 'info' }] });
  });
});

/** Where the second parser finds less than {@link EXPECTED}, and why. */
const LESS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // DELETE … USING is not understood, so that the duplicates count as still there.
  'unique-after-clean-up': { deduplicate_external_url: ['unique-without-duplicate-check'] },
};

describe('node --jitless lints the examples', () => {
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const options = ['--jitless', join(root, 'dist', 'bin.cjs'), '--format', 'json'];
    const { stdout, stderr } = spawnSync(process.execPath, options, { cwd: join(root, 'examples', name), encoding: 'utf8' });
    expect(stderr).toMatch(NOTE);
    expect(stderr).not.toMatch(/aborted/i);
    expect(foundIn(stdout)).toEqual({ ...expected, ...LESS[name] });
  });
});
