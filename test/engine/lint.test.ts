import { describe, expect, test } from 'vitest';
import type { SchemaModel } from '../../src/core/index.ts';
import { lint } from '../../src/engine/index.ts';
import { defineRule, type Rule } from '../../src/rule/index.ts';
import { counted, dropped, gists, indexed, INIT, lintTexts, loadParser, projectOf } from './bench.ts';

const OFF: 'off' = 'off';
const DROP = 'ALTER TABLE "User" DROP COLUMN "name";';
const INDEX = 'CREATE INDEX "Log_at_idx" ON "Log" ("at");';

describe('what is reported', () => {
  test('only migrations that are asked for; all are replayed', async () => {
    const result = await lintTexts([INIT, DROP, INDEX]);
    expect(gists(result)).toEqual(['indexed@0 warning']);
    expect(result.counts).toMatchObject({ migrations: 3, reported: 1, statements: 4, opaque: 0, errors: 0, warnings: 1, infos: 0 });
    expect(gists(await lintTexts([INIT, DROP, INDEX], { isReported: () => true }))).toEqual(['dropped@0 error', 'indexed@0 warning']);
  });

  test('a diagnostic tells all that the report prints', async () => {
    const schema: SchemaModel = {
      path: 'schema.prisma',
      models: [
        {
          model: 'Person',
          schema: null,
          table: 'User',
          ignored: false,
          fields: [{ field: 'called', column: 'name', required: false, ignored: false, clientDefault: null }],
        },
      ],
    };
    const { diagnostics } = await lintTexts([INIT, `-- AlterTable\n${DROP}`], { schema, docs: (rule) => `rules/${rule}.md` });
    expect(diagnostics).toEqual([
      {
        rule: 'dropped',
        messageId: 'goes',
        harms: ['loses', 'breaks'],
        severity: 'error',
        message: 'name goes.',
        why: 'why',
        todo: 'todo',
        file: 'm/2_a/migration.sql',
        migration: '2_a',
        statement: 0,
        start: { line: 2, column: 20, offset: 33 },
        end: { line: 2, column: 38, offset: 51 },
        operation: 'dropColumn',
        table: 'public.User',
        column: 'name',
        model: 'Person',
        field: 'called',
        certainty: 'certain',
        evidence: {},
        fixes: [],
        docs: 'rules/dropped.md',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('sorted by place, severity and rule; what is about the file stands at its beginning', async () => {
    const { diagnostics } = await lintTexts([INIT, `${INDEX}\n${DROP}`], { rules: [counted, dropped, indexed] });
    expect(gists({ ...(await lintTexts([INIT])), diagnostics })).toEqual([
      'indexed@0 warning',
      'counted@- info',
      'counted@0 info',
      'dropped@1 error',
      'counted@1 info',
    ]);
  });

  test('the text of a file is at hand for code frames', async () => {
    const { source } = await lintTexts([INIT, DROP]);
    expect(source('m/2_a/migration.sql')).toEqual({ path: 'm/2_a/migration.sql', text: DROP });
    expect(source('elsewhere')).toBeUndefined();
  });

  test('progress is told', async () => {
    const told: string[] = [];
    lint({
      parser: await loadParser(),
      projects: [projectOf([INIT, DROP], {}), projectOf([INIT], {})],
      today: null,
      onMigration: (done, total) => told.push(`${done}/${total}`),
    });
    expect(told).toEqual(['0/3', '1/3', '2/3']);
  });
});

describe('fingerprints', () => {
  const printsOf = async (sql: string): Promise<readonly string[]> => (await lintTexts([INIT, sql])).diagnostics.map((diagnostic) => diagnostic.fingerprint);

  test('stay when lines move and other statements change', async () => {
    const [usual] = await printsOf(DROP);
    expect(await printsOf(`-- AlterTable\n\nSELECT 1;\n  ${DROP.replace(' DROP', '\r\n    DROP')}`)).toEqual([usual]);
  });

  test('differ for equal statements, and for other columns', async () => {
    const prints = await printsOf(`${DROP}${DROP}ALTER TABLE "User" DROP COLUMN "email";`);
    expect(new Set(prints).size).toBe(3);
  });
});

describe('severities', () => {
  const rulesAt = (rule: Rule, severity: 'error' | 'warning' | 'info' | 'off' | null) => ({ rules: [{ rule, severity, options: undefined }] });

  test('as configured', async () => {
    expect(gists(await lintTexts([INIT, DROP], { policy: rulesAt(dropped, 'info') }))).toEqual(['dropped@0 info']);
    expect(gists(await lintTexts([INIT, DROP], { policy: rulesAt(dropped, 'off') }))).toEqual([]);
  });

  test('what a rule ranks lower than usual is not raised, and nothing is above what is configured', async () => {
    const mixed = defineRule({
      id: 'mixed',
      meta: { summary: '', harms: [], severity: 'warning', preset: 'all' },
      messages: { is: () => ({ what: 'x', why: 'y', todo: 'z' }) },
      on: {
        dropColumn: (_, { finding }) => [
          finding('is', {}),
          finding('is', {}, { severity: 'info', at: { start: 0, end: 5 } }),
          finding('is', {}, { severity: 'error', at: { start: 0, end: 6 } }),
        ],
      },
    });
    const severities = async (severity: 'error' | 'warning' | 'info' | null): Promise<readonly string[]> =>
      (await lintTexts([INIT, DROP], { policy: rulesAt(mixed, severity) })).diagnostics.map((diagnostic) => diagnostic.severity).toSorted();
    expect(await severities(null)).toEqual(['error', 'info', 'warning']);
    expect(await severities('error')).toEqual(['error', 'error', 'info']);
    expect(await severities('warning')).toEqual(['info', 'warning', 'warning']);
    expect(await severities('info')).toEqual(['info', 'info', 'info']);
  });

  test('overrides count for the migrations that they are about', async () => {
    const overrides = [{ applies: ({ name }: { readonly name: string }) => name === '2_a', settings: [{ rule: dropped, severity: OFF, options: undefined }] }];
    const texts = [INIT, DROP, 'ALTER TABLE "User" DROP COLUMN "email";'];
    expect((await lintTexts(texts, { isReported: () => true, policy: { overrides } })).diagnostics.map((diagnostic) => diagnostic.migration)).toEqual(['3_b']);
  });
});

describe('sizes', () => {
  const lintIndex = async (
    sql: string,
    policy: NonNullable<Parameters<typeof lintTexts>[1]>['policy'] = {},
    schema: SchemaModel | null = null,
  ): Promise<readonly string[]> => gists(await lintTexts([INIT, sql], { policy, schema }));

  test.each<[string, string, Parameters<typeof lintIndex>[1], readonly string[]]>([
    ['unknown', INDEX, {}, ['indexed@0 warning']],
    ['large', INDEX, { tables: { Log: 'large' } }, ['indexed@0 error']],
    ['small', INDEX, { tables: { Log: 'small' } }, []],
    ['small, with its schema', INDEX, { tables: { 'public.Log': 'small' } }, []],
    ['another table', INDEX, { tables: { User: 'small' } }, ['indexed@0 warning']],
    ['few rows', INDEX, { tables: { Log: 49_999 } }, []],
    ['many rows', INDEX, { tables: { Log: 50_000 } }, ['indexed@0 error']],
    ['many rows for some', INDEX, { tables: { Log: 500 }, largeTableRows: 400 }, ['indexed@0 error']],
    ['counted', INDEX, { rowCounts: { 'public.Log': 12 } }, []],
    ['configured and counted', INDEX, { tables: { Log: 'large' }, rowCounts: { 'public.Log': 12 } }, ['indexed@0 error']],
    ['in a comment', `-- Affected rows: ~10,000\n${INDEX}`, {}, []],
    ['in a comment, large', `-- Affected rows: 2.5 million\n${INDEX}`, {}, ['indexed@0 error']],
    ['in a comment about this table', `-- Affected rows: ~10k logs\n${INDEX}`, {}, []],
    ['in a comment, but configured', `-- Affected rows: ~10,000\n${INDEX}`, { tables: { Log: 'large' } }, ['indexed@0 error']],
    [
      'in a comment about one of two',
      `-- Affected rows: ~10,000\n${INDEX}\n${INDEX.replaceAll('Log', 'User').replace('"at"', '"name"')}`,
      {},
      ['indexed@0 warning', 'indexed@1 warning'],
    ],
  ])('%s', async (_, sql, policy, expected) => {
    expect(await lintIndex(sql, policy)).toEqual(expected);
  });

  test('a model names its table', async () => {
    const schema: SchemaModel = { path: '', models: [{ model: 'AuditLog', schema: null, table: 'Log', ignored: false, fields: [] }] };
    expect(await lintIndex(INDEX, { tables: { AuditLog: 'small' } }, schema)).toEqual([]);
  });

  test('other harms stay, whatever the size', async () => {
    const both = defineRule({
      id: 'both',
      meta: { summary: '', harms: ['fails', 'blocks'], severity: 'error', preset: 'all' },
      messages: { is: () => ({ what: 'x', why: 'y', todo: 'z' }) },
      on: { createIndex: (_, { finding }) => finding('is', {}, { harms: ['fails', 'blocks'] }) },
    });
    const { diagnostics } = await lintTexts([INIT, INDEX], { rules: [both], policy: { tables: { Log: 'small' } } });
    expect(diagnostics).toMatchObject([{ harms: ['fails'], severity: 'error' }]);
  });

  test('the evidence says what is known', async () => {
    const { diagnostics } = await lintTexts([INIT, INDEX], { policy: { tables: { Log: 70_000 } } });
    expect(diagnostics).toMatchObject([{ certainty: 'certain', evidence: { tableSize: 'large', tableRows: 70_000, tableSizeFrom: 'configured' } }]);
  });
});

describe('certainty', () => {
  test('depends on size for what only blocks', async () => {
    expect((await lintTexts([INIT, INDEX])).diagnostics).toMatchObject([{ certainty: 'depends-on-size' }]);
  });

  test('an object that nobody saw created is unknown', async () => {
    expect((await lintTexts([DROP], { history: 'excerpt' })).diagnostics).toMatchObject([
      { certainty: 'unknown-object', severity: 'error', harms: ['loses', 'breaks'] },
    ]);
  });
});

describe('the beginning of a history', () => {
  const complete: Rule = defineRule({
    id: 'complete',
    meta: { summary: '', harms: [], severity: 'info', preset: 'all' },
    messages: { is: (data: { readonly complete: boolean }) => ({ what: String(data.complete), why: 'y', todo: 'z' }) },
    on: { endOfMigration: (_, { history, finding }) => finding('is', { complete: history.complete }) },
  });
  test.each<[string, readonly string[], 'folder' | 'excerpt', string]>([
    ['creates tables', [INIT, DROP], 'folder', 'true'],
    ['is not at hand', [INIT, DROP], 'excerpt', 'false'],
    ['changes tables that nobody created', [DROP, INIT], 'folder', 'false'],
    ['refers to a table that nobody created', ['CREATE TABLE a (b INTEGER REFERENCES c (d))', DROP], 'folder', 'false'],
    ['is empty', ['-- nothing', INIT, DROP], 'folder', 'true'],
    ['prepares', ['CREATE EXTENSION IF NOT EXISTS citext; CREATE TYPE e AS ENUM ()', INIT, DROP], 'folder', 'true'],
    ['is all there is', [INIT], 'folder', 'true'],
  ])('%s', async (_, texts, history, expected) => {
    const { diagnostics } = await lintTexts(texts, { history, rules: [complete] });
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([expected]);
  });
});

describe('rules that fail', () => {
  const broken: Rule = defineRule({
    id: 'broken',
    meta: { summary: '', harms: [], severity: 'info', preset: 'all' },
    messages: {},
    on: {
      dropColumn: () => {
        throw new Error('out of luck\nand more');
      },
    },
  });

  test('are a diagnostic; the others go on', async () => {
    const result = await lintTexts([INIT, DROP], { rules: [broken, dropped] });
    expect(gists(result)).toEqual(['dropped@0 error', 'rule-crashed@0 error']);
    expect(result.diagnostics.at(-1)).toMatchObject({ harms: [], message: 'The rule broken failed on 2_a: out of luck' });
  });

  test('can be told that their failures are no news', async () => {
    const { ENGINE_RULES } = await import('../../src/engine/index.ts');
    const off = ENGINE_RULES.map((rule) => ({ rule, severity: OFF, options: undefined }));
    const on = [broken, dropped].map((rule) => ({ rule, severity: null, options: undefined }));
    expect(gists(await lintTexts([INIT, DROP], { policy: { rules: [...on, ...off] } }))).toEqual(['dropped@0 error']);
  });

  test('wrong options end the run', async () => {
    const policy = { rules: [{ rule: dropped, severity: null, options: { most: 3 } }] };
    await expect(lintTexts([INIT, DROP], { policy })).rejects.toThrow('the rule dropped takes no options');
  });
});

describe('text that is no SQL', () => {
  test('does not end the run, and the rest is linted', async () => {
    const result = await lintTexts([INIT, `SELEKT 1;\n${DROP}`]);
    expect(gists(result)).toEqual(['dropped@1 error']);
  });
});
