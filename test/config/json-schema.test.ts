import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test, vi } from 'vitest';
import { command, PROJECT, sandbox } from '../cli/sandbox.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// The published schema and the check that counts say the same of a configuration.

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../src/config/config.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: true, strictTypes: false, strictTuples: false, strictRequired: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const RIGHT: readonly object[] = [
  {},
  { $schema: './node_modules/prisma-migration-lint/dist/config.schema.json' },
  { migrations: 'prisma/migrations', prismaVersion: '6.16.1', postgresVersion: 16, runner: 'prisma', parser: 'libpg-query', presets: ['strict'] },
  { rules: { 'drop-column': 'off', 'drop-table': ['warning'] }, tables: { User: 'large', Setting: 12 }, largeTableRows: 10 },
  { suppress: [{ migration: '20250102000000_drop', rule: 'drop-column', reason: 'x', until: '2030-01-01' }] },
  {
    overrides: [
      { files: 'legacy/**', rules: { 'drop-column': 'info' } },
      { migrations: ['2024*'], rules: {} },
    ],
  },
  { deployedThrough: '20250102000000_drop', reporters: ['terminal', 'json:report.json'], lockTimeout: 'set elsewhere', failOn: 'never' },
  { deployedThrough: { '.': '20250102000000_drop' } },
];
const WRONG: readonly object[] = [
  { rulez: {} },
  { rules: { 'drop-column': 'warn' } },
  { rules: { 'drop-column': ['off', {}, 1] } },
  { tables: { User: 'big' } },
  { tables: { User: -1 } },
  { presets: 'recomended' },
  { postgresVersion: 9 },
  { prismaVersion: 'six' },
  { largeTableRows: 1.5 },
  { suppress: [{ migration: 'x', rule: 'drop-column' }] },
  { suppress: [{ migration: 'x', rule: 'drop-column', reason: 'y', until: 'soon' }] },
  { overrides: [{ rules: {} }] },
  { overrides: [{ files: 'x' }] },
  { deployedThrough: 20250101 },
  { deployedThrough: ' ' },
  { deployedThrough: { a: 1 } },
  { failOn: 'errors' },
  { lockTimeout: 'yes' },
];

const exitCode = async (config: object): Promise<number> =>
  (await command(sandbox({ ...PROJECT, 'migration-lint.config.json': JSON.stringify(config) }), ['--fail-on', 'never'])).code;

describe('a configuration', () => {
  test.each(RIGHT.map((config) => [JSON.stringify(config), config] as const))('right: %s', async (_, config) => {
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
    expect(await exitCode(config)).toBe(0);
  });
  test.each(WRONG.map((config) => [JSON.stringify(config), config] as const))('wrong: %s', async (_, config) => {
    expect(validate(config)).toBe(false);
    expect(await exitCode(config)).toBe(2);
  });
});

test('every key says what it is for', () => {
  const without = Object.entries<{ readonly description?: string }>(schema.properties).filter(([key, { description }]) => key !== '$schema' && !description);
  expect(without.map(([key]) => key)).toEqual([]);
});

describe('--print-config', () => {
  test('what counts, with the command line in it', async () => {
    const folder = sandbox({
      ...PROJECT,
      'migration-lint.config.json': JSON.stringify({
        presets: 'off',
        rules: { 'drop-column': 'warning' },
        deployedThrough: '20250101000000_init',
        tables: { User: 5 },
      }),
    });
    const { code, stdout } = await command(folder, ['--print-config', '--rule', 'drop-table=info']);
    const printed = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(printed).toMatchObject({ path: 'migration-lint.config.json', deployedThrough: { '': '20250101000000_init' }, tables: { User: 5 }, failOn: 'error' });
    expect(printed.rules).toMatchObject({ 'drop-column': 'warning', 'drop-table': 'info', 'rename-column': 'off' });
  });
  test('of the folder or file that is named', async () => {
    const folder = sandbox({ ...PROJECT, 'prisma/migration-lint.config.json': '{ "failOn": "info" }' });
    const of = async (...paths: readonly string[]): Promise<string> => JSON.parse((await command(folder, ['--print-config', ...paths])).stdout).failOn;
    expect([await of(), await of('prisma/migrations/20250101000000_init/migration.sql')]).toEqual(['error', 'info']);
  });
  test('nothing is linted, and mistakes are told', async () => {
    const { code, stderr } = await command(sandbox({ ...PROJECT, 'migration-lint.config.json': '{ "rulez": 1 }' }), ['--print-config']);
    expect([code, stderr]).toEqual([2, 'error: migration-lint.config.json:1: unknown key "rulez" (did you mean "rules"?)\n']);
  });
});
