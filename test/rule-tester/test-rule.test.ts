import { describe, expect, test } from 'vitest';
import { adviceOf, type Cases, testRule } from '../../src/rule-tester/index.ts';
import { defineRule, type Messages, type Rule } from '../../src/rule/index.ts';

// A tester is worth what it refuses: every test here hands it something wrong.

interface Data {
  readonly goes: { readonly column: string };
}
const MESSAGES: Messages<Data> = { goes: ({ column }) => ({ what: `${column} goes.`, why: 'It is gone.', todo: 'Keep it.' }) };

const META: Rule['meta'] = { summary: '', harms: ['loses'], severity: 'error', preset: 'all' };
const good = defineRule({
  id: 'good',
  meta: META,
  messages: MESSAGES,
  on: { dropColumn: (operation, { finding }) => finding('goes', { column: operation.column }) },
});

/** What becomes of the tests that are declared: null for those that pass, else what the first failing one says. */
async function outcome(rule: Rule, cases: Partial<Cases>): Promise<string | null> {
  const tests: (() => Promise<void>)[] = [];
  testRule(rule, { valid: [], invalid: [], ...cases }, { describe: (_, body) => body(), it: (_, body) => tests.push(body) });
  for (const body of tests) {
    try {
      await body();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  return null;
}

const given = ['CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT, "email" TEXT);'];
const drop = { given, sql: 'ALTER TABLE "User" DROP COLUMN "name";', at: 'DROP COLUMN "name"' };

describe('a rule that keeps its word passes', () => {
  test('with all that a case can say', async () => {
    expect(
      await outcome(good, {
        valid: [{ given, sql: 'ALTER TABLE "User" ADD COLUMN "x" TEXT;' }, { sql: 'SELECT 1' }],
        invalid: [
          {
            ...drop,
            messageId: 'goes',
            severity: 'error',
            harms: ['loses'],
            certainty: 'certain',
            table: 'public.User',
            column: 'name',
            what: 'name goes',
            why: /gone/,
            preflight: null,
          },
          { sql: 'ALTER TABLE "User" DROP COLUMN "name"', certainty: 'unknown-object' },
          { given, sql: 'ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"', findings: [{ at: 'DROP COLUMN "name"' }, { at: 'DROP COLUMN "email"' }] },
        ],
      }),
    ).toBeNull();
  });
});

describe('what is refused', () => {
  test.each<[string, Partial<Cases>, RegExp]>([
    ['a finding where there should be none', { valid: [drop] }, /expected no finding, got 1/],
    ['no finding where there should be one', { invalid: [{ given, sql: 'SELECT 1' }] }, /expected 1 finding\(s\), got 0/],
    [
      'more findings than expected',
      { invalid: [{ given, sql: 'ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"' }] },
      /expected 1 finding\(s\), got 2/,
    ],
    ['another place', { invalid: [{ ...drop, at: '"User"' }] }, /another text is underlined/],
    ['text that is not there', { invalid: [{ ...drop, at: 'DROP TABLE' }] }, /does not hold "DROP TABLE"/],
    ['text that is there twice', { invalid: [{ ...drop, at: 'A' }] }, /say which with nth/],
    ['another message', { invalid: [{ ...drop, messageId: 'stays' }] }, /messageId differs/],
    ['another severity', { invalid: [{ ...drop, severity: 'info' }] }, /severity differs/],
    ['another harm', { invalid: [{ ...drop, harms: ['blocks'] }] }, /harms differs/],
    ['another text', { invalid: [{ ...drop, what: 'email goes' }] }, /what does not contain email goes/],
    ['other evidence', { invalid: [{ ...drop, evidence: { a: 1 } }] }, /evidence\.a differs/],
    ['SQL that is none', { valid: [{ sql: 'SELEKT 1' }], invalid: [drop] }, /the case is wrong: syntax error/],
    ['a case that is there twice', { invalid: [drop, { ...drop, name: 'again' }] }, /there twice/],
    ['a message without a case', { valid: [{ sql: 'SELECT 1' }] }, /no invalid case gives the message goes/],
    ['a version that is not known', { valid: [{ sql: 'SELECT 1', postgres: 8 }] }, /PostgreSQL 8 is not known/],
  ])('%s', async (_, cases, said) => {
    expect(await outcome(good, cases)).toMatch(said);
  });

  const ruleOf = (dropColumn: NonNullable<Parameters<typeof defineRule<Data>>[0]['on']['dropColumn']>, messages: Messages<Data> = MESSAGES): Rule =>
    defineRule({ id: 'odd', meta: META, messages, on: { dropColumn } });
  const text = (
    operation: { readonly span: { readonly start: number; readonly end: number } },
    view: { readonly textOf: (span: { readonly start: number; readonly end: number }) => string },
  ): string => view.textOf(operation.span);

  test.each<[string, Rule, RegExp]>([
    [
      'a rule that reads letters in one case only',
      ruleOf((operation, { finding, migration }) => (text(operation, migration).startsWith('DROP') ? finding('goes', operation) : null)),
      /in lower case, the findings differ/,
    ],
    [
      'a rule that stumbles over comments',
      ruleOf((operation, { finding, migration }) => (migration.comments.length === 0 ? finding('goes', operation) : null)),
      /with comments, the findings differ/,
    ],
    [
      'a rule that stumbles over CRLF',
      ruleOf((operation, { finding, migration }) => (migration.lineEnds === 'lf' ? finding('goes', operation) : null)),
      /with CRLF, the findings differ/,
    ],
    [
      'a rule that stumbles over schemas',
      ruleOf((operation, { finding }) => (operation.table.schema === null ? finding('goes', operation) : null)),
      /with the schema, the findings differ/,
    ],
    [
      'a rule that throws',
      ruleOf(() => {
        throw new Error('no luck');
      }),
      /The rule odd failed/,
    ],
    [
      'an empty text',
      ruleOf((operation, { finding }) => finding('goes', operation), { goes: () => ({ what: 'x', why: ' ', todo: 'z' }) }),
      /the message has no "why"/,
    ],
    [
      'a value that is missing in a text',
      ruleOf((operation, { finding }) => finding('goes', operation), { goes: () => ({ what: `${undefined}`, why: 'y', todo: 'z' }) }),
      /not meant for people/,
    ],
    [
      'several lines where one sentence belongs',
      ruleOf((operation, { finding }) => finding('goes', operation), { goes: () => ({ what: 'a\nb', why: 'y', todo: 'z' }) }),
      /one sentence on one line/,
    ],
    [
      'advice that is no SQL',
      ruleOf((operation, { finding }) => finding('goes', operation), { goes: () => ({ what: 'x', why: 'y', todo: 'Do:\n    SELEKT 1;' }) }),
      /advises is none/,
    ],
    [
      'advice that the rule does not like',
      ruleOf((operation, { finding }) => finding('goes', operation), {
        goes: () => ({ what: 'x', why: 'y', todo: 'Do:\n    ALTER TABLE "User" DROP COLUMN "email";' }),
      }),
      /does not silence the rule/,
    ],
    [
      'a fix that mends nothing',
      ruleOf((operation, { finding }) => finding('goes', operation, { fixes: [{ title: 'x', edits: [{ start: 0, end: 0, text: ' ' }] }] })),
      /does not take the finding away/,
    ],
  ])('%s', async (_, rule, said) => {
    expect(await outcome(rule, { invalid: [{ ...drop, sql: `${drop.sql}\n-- end`.replace('\n-- end', '\n') }] })).toMatch(said);
  });

  test('a rule that looks at the first clause only', async () => {
    const statement = defineRule({
      id: 'odd',
      meta: META,
      messages: MESSAGES,
      on: {
        statement: (steps, { finding }) =>
          steps.length > 1 && steps.some((step) => step.operation.kind === 'dropColumn') ? finding('goes', { column: 'name' }) : null,
      },
    });
    expect(await outcome(statement, { invalid: [{ given, sql: 'ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"' }] })).toMatch(
      /with one ALTER TABLE an action, the findings differ/,
    );
  });

  test('no framework', () => {
    expect(() => testRule(good, { valid: [], invalid: [] })).toThrow('testRule needs a test framework');
  });
});

describe('advice is followed', () => {
  const advising = (todo: string): Rule =>
    defineRule({
      id: 'advising',
      meta: META,
      messages: { goes: () => ({ what: 'x', why: 'y', todo }) },
      on: { dropColumn: (_, { finding }) => finding('goes', {}) },
    });

  test('what a suppression in it silences is silent', async () => {
    const rule = advising(
      'Later:\n    -- migration: drop\n    -- migration-lint-disable-next-statement advising -- unread\n    ALTER TABLE "User" DROP COLUMN "name";',
    );
    expect(await outcome(rule, { invalid: [drop] })).toBeNull();
  });

  test('what is left may be worth knowing, no more', async () => {
    const rule = (severity: 'info' | 'warning'): Rule =>
      defineRule({
        id: 'advising',
        meta: META,
        messages: { goes: () => ({ what: 'x', why: 'y', todo: 'Do:\n    ALTER TABLE "User" DROP COLUMN "email";' }) },
        on: { dropColumn: (operation, { finding }) => finding('goes', {}, operation.column === 'email' ? { severity } : {}) },
      });
    expect(await outcome(rule('info'), { invalid: [drop] })).toBeNull();
    expect(await outcome(rule('warning'), { invalid: [drop] })).toMatch(/does not silence/);
  });

  test('unless the case says that it cannot be', async () => {
    const rule = advising('Never:\n    ALTER TABLE "User" DROP COLUMN "name";');
    expect(await outcome(rule, { invalid: [drop] })).toMatch(/does not silence/);
    expect(await outcome(rule, { invalid: [{ ...drop, advice: false }] })).toBeNull();
  });

  test('its SQL is cut into files', () => {
    expect(adviceOf('First:\n    SELECT 1;\n    SELECT 2;\nThen:\n    -- migration: second\n    SELECT 3;\n\n    SELECT 4;\nOr not.')).toEqual([
      { name: null, sql: 'SELECT 1;\nSELECT 2;\n' },
      { name: 'second', sql: 'SELECT 3;\nSELECT 4;\n' },
    ]);
    expect(adviceOf('Nothing to run.')).toEqual([]);
  });
});
