import { describe, expect, test } from 'vitest';
import { counted, dropped, gists, indexed, INIT, lintTexts, type Setting } from './bench.ts';

const OFF: 'off' = 'off';
const NEXT = '-- migration-lint-disable-next-statement';
const FILE = '-- migration-lint-disable-file';
const DROP = 'ALTER TABLE "User" DROP COLUMN "name";';

const lintLast = (sql: string, setting: Setting = {}): ReturnType<typeof lintTexts> => lintTexts([INIT, sql], { today: '2025-06-15', ...setting });

describe('comments that silence', () => {
  test.each<[string, string, readonly string[]]>([
    ['the next statement', `${NEXT} dropped -- unread\n${DROP}`, []],
    ['only the next statement', `${NEXT} dropped -- unread\n${DROP}\nALTER TABLE "User" DROP COLUMN "email";`, ['dropped@1 error']],
    ['several rules', `${NEXT} indexed, dropped -- unread\n${DROP}`, ['unused-suppression@- warning']],
    ['over other comments', `${NEXT} dropped -- unread\n-- AlterTable\n\n/* why not */\n${DROP}`, []],
    ['from a block comment', `/* migration-lint-disable-next-statement dropped -- unread */\n${DROP}`, []],
    ['from a line of a block comment', `/*\n * Warnings:\n * migration-lint-disable-next-statement dropped -- unread\n */\n${DROP}`, []],
    ['the file', `${FILE} dropped -- unread\n${DROP}\nALTER TABLE "User" DROP COLUMN "email";`, []],
    ['until its last day', `${NEXT} dropped -- unread until 2025-06-15\n${DROP}`, []],
    ['with words that look like an end', `${NEXT} dropped -- kept until done\n${DROP}`, []],
    ['after CRLF', `${NEXT} dropped -- unread\r\n${DROP}`, []],
  ])('%s', async (_, sql, expected) => {
    expect(gists(await lintLast(sql))).toEqual(expected);
  });

  test('say why', async () => {
    const { suppressed, counts } = await lintLast(`${NEXT} dropped -- unread since 1.5 until 2030-01-01\n${DROP}`);
    expect(suppressed).toMatchObject([{ reason: 'unread since 1.5', by: 'comment', diagnostic: { rule: 'dropped', statement: 0, message: 'name goes.' } }]);
    expect(counts).toMatchObject({ errors: 0, suppressed: 1 });
  });
});

describe('comments that are wrong', () => {
  test.each<[string, string, string]>([
    ['no reason', `${NEXT} dropped\n${DROP}`, 'gives no reason'],
    ['an empty reason', `${NEXT} dropped --\n${DROP}`, 'gives no reason'],
    ['only a date', `${NEXT} dropped -- until 2030-01-01\n${DROP}`, 'gives no reason'],
    ['no rule', `${NEXT} -- because\n${DROP}`, 'names no rule'],
    ['a rule that is not there', `${NEXT} droped -- because\n${DROP}`, 'There is no rule droped.'],
    ['a directive that is not there', `-- migration-lint-ignore dropped -- because\n${DROP}`, 'There is no directive migration-lint-ignore.'],
    ['it has ended', `${NEXT} dropped -- because until 2025-06-14\n${DROP}`, 'ended on 2025-06-14'],
    ['no date', `${NEXT} dropped -- because until 2025-13-77\n${DROP}`, 'is no date'],
    ['inside of a statement', `ALTER TABLE "User"\n${NEXT} dropped -- because\nDROP COLUMN "name";`, 'stands inside of a statement'],
    ['not in the header', `SELECT 1;\n${FILE} dropped -- because\n${DROP}`, 'belongs into the header'],
    ['nothing follows', `${DROP}\n${NEXT} dropped -- because`, 'No statement comes after'],
  ])('%s', async (_, sql, what) => {
    const { diagnostics } = await lintLast(sql);
    const invalid = diagnostics.filter((diagnostic) => diagnostic.rule === 'invalid-suppression');
    expect(invalid.map((diagnostic) => diagnostic.message)).toEqual([expect.stringContaining(what)]);
    expect(invalid[0]).toMatchObject({ severity: 'warning', harms: [] });
    expect(diagnostics.map((diagnostic) => diagnostic.rule)).toContain('dropped');
  });

  test('the nearest rule is named', async () => {
    const { diagnostics } = await lintLast(`${NEXT} droped -- because\n${DROP}`);
    expect(diagnostics.find((diagnostic) => diagnostic.rule === 'invalid-suppression')?.todo).toBe('Did you mean dropped?');
  });

  test('one that silences nothing is unused, unless its rule is off', async () => {
    const sql = `${NEXT} dropped -- because\nSELECT 1;`;
    expect(gists(await lintLast(sql))).toEqual(['unused-suppression@- warning']);
    const off = [dropped, indexed].map((rule) => ({ rule, severity: OFF, options: undefined }));
    expect(gists(await lintLast(sql, { policy: { rules: off } }))).toEqual([]);
  });

  test('ordinary comments are none', async () => {
    expect(gists(await lintLast('-- see migration-lint-disable-file in the manual\nSELECT 1;'))).toEqual([]);
  });
});

describe('suppressions of the configuration', () => {
  const entry = { migration: '2_a', rule: 'dropped', reason: 'applied already' };

  test('silence a rule in a migration', async () => {
    const { diagnostics, suppressed, notes } = await lintLast(DROP, { policy: { suppress: [entry] } });
    expect(diagnostics).toEqual([]);
    expect(suppressed).toMatchObject([{ reason: 'applied already', by: 'config', diagnostic: { rule: 'dropped' } }]);
    expect(notes).toEqual([]);
  });

  test('silence findings about the whole file too', async () => {
    const suppress = [{ migration: '2_a', rule: 'counted', reason: 'known' }];
    expect((await lintLast('SELECT 1;', { rules: [counted], policy: { suppress } })).diagnostics).toEqual([]);
  });

  test('are noted when they do nothing', async () => {
    const suppress = [entry, { ...entry, migration: '9_z' }, { ...entry, migration: '1_init' }, { ...entry, until: '2025-01-01' }];
    const { notes } = await lintLast('SELECT 1;', { policy: { suppress } });
    expect(notes).toEqual([
      'the configured suppression of dropped in 2_a silences nothing',
      'the configured suppression of dropped in 9_z is for a migration that was not found',
      'the configured suppression of dropped in 2_a ended on 2025-01-01',
    ]);
  });

  test('that have ended silence nothing', async () => {
    expect(gists(await lintLast(DROP, { policy: { suppress: [{ ...entry, until: '2025-06-14' }] } }))).toEqual(['dropped@0 error']);
  });
});
