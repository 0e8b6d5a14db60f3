import { describe, expect, test } from 'vitest';
import { command, DROP, INDEX, INIT, LOCK, type Outcome, PROJECT, sandbox } from './sandbox.ts';

const QUIET = { 'schema-drift': 'off', 'missing-lock-timeout': 'off', 'brief-exclusive-lock': 'off' };

const withConfig = (config: object, sql = DROP): Readonly<Record<string, string>> => ({
  ...PROJECT,
  'prisma/migrations/20250102000000_drop/migration.sql': sql,
  'migration-lint.config.json': JSON.stringify(
    { ...config, rules: { ...QUIET, ...('rules' in config && typeof config.rules === 'object' ? config.rules : {}) } },
    null,
    2,
  ),
});

interface Found {
  readonly rule: string;
  readonly severity: string;
}

async function findings(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await command(sandbox(files), ['--format', 'json', ...args]);
  expect(stdout, stderr).not.toBe('');
  const report: { readonly diagnostics: readonly Found[] } = JSON.parse(stdout);
  return report.diagnostics.map(({ rule, severity }) => `${severity} ${rule}`);
}

describe('where the configuration comes from', () => {
  const off = (form: string): string => `${form} { rules: { 'drop-column': 'off', 'missing-lock-timeout': 'off', 'brief-exclusive-lock': 'off' } }`;
  const typescript = `import { defineConfig, type Config } from 'prisma-migration-lint';\nconst config: Config = ${off('')};\nexport default defineConfig(config);\n`;
  test.each([
    ['migration-lint.config.ts', typescript],
    ['migration-lint.config.mts', typescript],
    ['migration-lint.config.js', off('module.exports =')],
    ['migration-lint.config.mjs', off('export default')],
    ['migration-lint.config.json', JSON.stringify({ rules: { ...QUIET, 'drop-column': 'off' } })],
    ['package.json', JSON.stringify({ devDependencies: { prisma: '6.16.1' }, 'migration-lint': { rules: { ...QUIET, 'drop-column': 'off' } } })],
  ])('%s', async (name, text) => {
    expect(await findings({ ...PROJECT, [name]: text })).toEqual([]);
    expect(await findings({ ...PROJECT, [name]: text }, '--no-config')).toContain('error drop-column');
  });
  test('the nearest one counts, for each project', async () => {
    const project = (root: string): Readonly<Record<string, string>> =>
      Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`${root}/${path}`, text]));
    const rules = (severity: string): string => JSON.stringify({ rules: { ...QUIET, 'drop-column': severity } });
    const files = { ...project('a'), ...project('b'), 'migration-lint.config.json': rules('warning'), 'b/migration-lint.config.json': rules('info') };
    expect(await findings(files)).toEqual(['warning drop-column', 'info drop-column']);
  });
  test('--config names one', async () => {
    const files = { ...withConfig({}), 'other.json': JSON.stringify({ rules: { ...QUIET, 'drop-column': 'info' } }) };
    expect(await findings(files, '--config', 'other.json')).toEqual(['info drop-column']);
  });
});

describe('what it can say', () => {
  test.each<[string, object, string, readonly string[]]>([
    ['severity', { rules: { 'drop-column': 'warning' } }, DROP, ['warning drop-column']],
    ['off', { rules: { 'drop-column': 'off' } }, DROP, []],
    ['no preset', { presets: 'off' }, DROP, []],
    ['no preset but one rule', { presets: ['off'], rules: { 'drop-column': 'error' } }, DROP, ['error drop-column']],
    ['a large table', { tables: { User: 'large' } }, INDEX, ['error blocking-index-build']],
    ['a small table', { tables: { User: 'small' } }, INDEX, []],
    ['rows of a table', { tables: { User: 60_000 } }, INDEX, ['error blocking-index-build']],
    ['rows of a table, and what is large', { tables: { User: 60_000 }, largeTableRows: 70_000 }, INDEX, []],
    ['what is deployed', { deployedThrough: '20250102000000_drop' }, DROP, []],
    ['a suppression', { suppress: [{ migration: '20250102000000_drop', rule: 'drop-column', reason: 'unread' }] }, DROP, []],
    [
      'a suppression that has ended',
      { suppress: [{ migration: '20250102000000_drop', rule: 'drop-column', reason: 'unread', until: '2025-05-31' }] },
      DROP,
      ['error drop-column'],
    ],
    ['an override by name', { overrides: [{ migrations: '20250102*', rules: { 'drop-column': 'info' } }] }, DROP, ['info drop-column']],
    ['an override by path', { overrides: [{ files: ['prisma/**/*.sql'], rules: { 'drop-column': 'info' } }] }, DROP, ['info drop-column']],
    ['an override for others', { overrides: [{ files: 'legacy/**', rules: { 'drop-column': 'info' } }] }, DROP, ['error drop-column']],
  ])('%s', async (_, config, sql, expected) => {
    expect(await findings(withConfig(config, sql))).toEqual(expected);
  });
  test('--rule comes after it', async () => {
    expect(await findings(withConfig({ rules: { 'drop-column': 'off' } }), '--rule', 'drop-column=info')).toEqual(['info drop-column']);
  });
  test('statistics tell the size', async () => {
    const stats = (rows: number): string => JSON.stringify({ version: 1, postgresVersion: 16, tables: { 'public.User': { rows, bytes: 1 } } });
    expect(await findings({ ...withConfig({ stats: 'stats.json' }, INDEX), 'stats.json': stats(1_000_000) })).toEqual(['error blocking-index-build']);
    expect(await findings({ ...withConfig({}, INDEX), 'stats.json': stats(12) }, '--stats', 'stats.json')).toEqual([]);
  });
  test('lock_timeout is set elsewhere', async () => {
    const of = (config: object): Readonly<Record<string, string>> => ({ ...withConfig({}), 'migration-lint.config.json': JSON.stringify(config) });
    expect(await findings(of({}))).toContain('info missing-lock-timeout');
    expect(await findings(of({ lockTimeout: 'set elsewhere' }))).not.toContain('info missing-lock-timeout');
  });
  test('a threshold, a format, versions, a schema', async () => {
    const files = {
      ...withConfig({ failOn: 'never', reporters: 'json', prismaVersion: '7.8.0', postgresVersion: 12, runner: 'prisma', schema: 'prisma/schema.prisma' }),
    };
    const { code, stdout } = await command(sandbox(files), []);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      projects: [{ prismaVersion: '7.8.0', runner: 'prisma-per-statement', postgresVersion: 12, schema: 'prisma/schema.prisma' }],
    });
  });
  test('where the migrations are', async () => {
    const files = {
      'package.json': '{}',
      'db/changes/a/migration.sql': INIT,
      'db/changes/b/migration.sql': DROP,
      'other/prisma/migrations/migration_lock.toml': LOCK,
      'other/prisma/migrations/1/migration.sql': INIT,
      'migration-lint.config.json': JSON.stringify({ migrations: 'db/changes', rules: QUIET }),
    };
    expect(await findings(files)).toEqual(['error drop-column']);
  });
  test('rules of a plugin', async () => {
    const config = `import { definePlugin, defineRule } from 'prisma-migration-lint/rule';
const rule = defineRule({
  id: 'table-name',
  meta: { summary: 'Tables are called in the plural', harms: [], severity: 'warning', preset: 'recommended' },
  messages: { singular: (data) => ({ what: data.table + ' is not in the plural.', why: 'We agreed on it.', todo: 'Rename it.' }) },
  on: { createTable: (operation, context) => operation.table.name.endsWith('s') ? null : context.finding('singular', { table: operation.table.name }) },
});
export default { plugins: [definePlugin({ name: 'ours', rules: [rule] })], presets: 'off', rules: { 'ours/table-name': 'error' } };`;
    expect(await findings({ ...PROJECT, 'migration-lint.config.ts': config })).toEqual(['error ours/table-name']);
  });
});

describe('mistakes are one line with file, line and the nearest name', () => {
  const run = (text: string, name = 'migration-lint.config.json'): Promise<Outcome> => command(sandbox({ ...PROJECT, [name]: text }), []);
  test.each([
    ['{\n  "rulez": {}\n}', '2: unknown key "rulez" (did you mean "rules"?)'],
    ['{\n  "rules": {\n    "drop-column": "off",\n    "drop-tabel": "off"\n  }\n}', '4: unknown rule "drop-tabel" (did you mean "drop-table"?)'],
    [
      '{\n  "rules": {\n    "drop-column": "warn"\n  }\n}',
      '3: "rules.drop-column" must be "error", "warning", "info" or "off" (did you mean "warning"?), not "warn"',
    ],
    ['{\n  "rules": {\n    "drop-column": ["error", { "x": 1 }]\n  }\n}', '3: '],
    ['{\n  "deployedThrough": 20250101\n}', '2: "deployedThrough" must be a text, not 20250101'],
    ['{\n  "tables": {\n    "User": "big"\n  }\n}', '3: "tables.User" must be "small", "large" or a number of rows, not "big"'],
    ['{\n  "suppress": [\n    { "migration": "x", "rule": "drop-column" }\n  ]\n}', '2: "suppress.0" needs "reason"'],
    ['{\n  "suppress": [\n    { "migration": "x", "rule": "drop-colum", "reason": "y" }\n  ]\n}', '3: unknown rule "drop-colum" (did you mean "drop-column"?)'],
    ['{\n  "overrides": [{ "rules": {} }]\n}', '2: "overrides.0" needs "files" or "migrations"'],
    ['{\n  "postgresVersion": 9\n}', '2: "postgresVersion" must be a major version from 11 to 18, not 9'],
    ['{\n  "presets": ["recomended"]\n}', '2: "presets.0" must be "recommended", "strict", "all" or "off" (did you mean "recommended"?), not "recomended"'],
    ['{\n  "plugins": ["ours"]\n}', '2: "plugins.0" must be the plugin itself, not its name: import ours in a migration-lint.config.ts'],
    ['{\n  "rules": {\n}', '3: is not JSON: '],
    ['[]', ' the configuration must be an object, not []'],
  ])('%j', async (text, expected) => {
    const { code, stdout, stderr } = await run(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n')).toHaveLength(2);
    expect(stderr.startsWith(`error: migration-lint.config.json:${expected}`), stderr).toBe(true);
  });
  test.each([
    ['export default {\n  rules: {\n};\n', /^error: migration-lint\.config\.ts:3: is not valid: .*\n$/],
    ["import x from 'not-there';\nexport default x;\n", /^error: migration-lint\.config\.ts(:\d+)?: cannot be run: .*not-there.*\n$/],
    ["\nthrow new Error('no');\n", /^error: migration-lint\.config\.ts:2: cannot be run: no\n$/],
    ["export default {\n  rules: {\n    'drop-tabel': 'off',\n  },\n};\n", /^error: migration-lint\.config\.ts:3: unknown rule "drop-tabel"/],
    ['export default {\n  // tables\n  tabels: {},\n};\n', /^error: migration-lint\.config\.ts:3: unknown key "tabels" \(did you mean "tables"\?\)\n$/],
  ])('in TypeScript: %j', async (text, expected) => {
    const { code, stdout, stderr } = await run(text, 'migration-lint.config.ts');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });
  test('in package.json', async () => {
    const { stderr } = await run('{\n  "rules": 1,\n  "migration-lint": {\n    "rulez": {}\n  }\n}', 'package.json');
    expect(stderr).toBe('error: package.json:4: unknown key "rulez" (did you mean "rules"?)\n');
  });
  test('a name in deployedThrough that no migration has', async () => {
    const { code, stderr } = await run('{ "deployedThrough": "20250102000000_drap" }');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: deployedThrough in migration-lint.config.json: there is no migration "20250102000000_drap" (did you mean 20250102000000_drop?)\n',
    });
  });
});
