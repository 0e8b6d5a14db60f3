import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/core/index.ts';
import { definePlugin, defineRule, type FindingDetails, type Findings, type Rule } from '../../src/rule/index.ts';
import { INIT, lintTexts } from '../engine/bench.ts';

const message = { what: 'what', why: 'why', todo: 'todo' };

/** A rule that makes one finding at every operation, with these details. */
const ruleWith = (details: FindingDetails): Rule =>
  defineRule({
    id: 'one',
    meta: { summary: '', harms: ['fails', 'loses', 'blocks', 'breaks'], severity: 'warning', preset: 'all' },
    messages: { is: () => message },
    on: { statement: (_, { finding }) => finding('is', {}, details) },
  });

async function first(sql: string, rule: Rule): Promise<Diagnostic | undefined> {
  const { diagnostics } = await lintTexts([INIT, sql], { rules: [rule] });
  return diagnostics[0];
}

describe('what a finding says when its rule leaves it out', () => {
  test('harms are those of the meta that happen', async () => {
    expect((await first('ALTER TABLE "User" DROP COLUMN "name"', ruleWith({})))?.harms).toEqual(['loses', 'breaks']);
    expect((await first('CREATE INDEX i ON "User" ("name")', ruleWith({})))?.harms).toEqual(['blocks']);
  });

  test('the subject is what all operations are about', async () => {
    expect(await first('ALTER TABLE "User" DROP COLUMN "name"', ruleWith({}))).toMatchObject({ table: 'public.User', column: 'name' });
    const several = await first('ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"', ruleWith({}));
    expect(several).toMatchObject({ table: 'public.User' });
    expect(several).not.toHaveProperty('column');
    expect(await first('DROP TABLE "User", "Log"', ruleWith({}))).not.toHaveProperty('table');
  });

  test('the operation is underlined, or the statement when it has several', async () => {
    const sql = 'ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"';
    const of = (diagnostic: Diagnostic | undefined, text: string): string => text.slice(diagnostic?.start.offset, diagnostic?.end.offset);
    expect(of(await first(sql, ruleWith({})), sql)).toBe(sql);
    const lone = 'ALTER TABLE "User" DROP COLUMN "name"';
    expect(of(await first(lone, ruleWith({})), lone)).toBe('DROP COLUMN "name"');
  });

  test.each<[string, Diagnostic['certainty']]>([
    ['ALTER TABLE "User" DROP COLUMN "name"', 'certain'],
    ['CREATE INDEX i ON "User" ("name")', 'depends-on-size'],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON "User" ("name")', 'depends-on-data'],
  ])('certainty of %s', async (sql, certainty) => {
    expect(await first(sql, ruleWith({}))).toMatchObject({ certainty });
  });

  test('what it does say stays', async () => {
    const details: FindingDetails = {
      harms: [],
      severity: 'info',
      certainty: 'depends-on-data',
      subject: { table: 'public.Log' },
      evidence: { a: 1 },
      preflight: 'SELECT 1',
      fixes: [{ title: 'x', edits: [] }],
      at: { start: 0, end: 5 },
    };
    expect(await first('ALTER TABLE "User" DROP COLUMN "name"', ruleWith(details))).toMatchObject({
      harms: [],
      severity: 'info',
      certainty: 'depends-on-data',
      table: 'public.Log',
      evidence: { a: 1 },
      preflight: 'SELECT 1',
      fixes: [{ title: 'x', edits: [] }],
      end: { offset: 5 },
    });
  });
});

describe('handlers', () => {
  const calls: string[] = [];
  const said = (word: string): Findings => {
    calls.push(word);
    return null;
  };
  const listening = defineRule({
    id: 'listening',
    meta: { summary: '', harms: [], severity: 'info', preset: 'all' },
    messages: {},
    on: {
      dropColumn: (operation, { step }) => said(`dropColumn ${operation.column} ${step.operation === operation}`),
      statement: (steps, { before, after }) => said(`statement of ${steps.length} ${before === steps[0].before} ${after === steps.at(-1)?.after}`),
      endOfMigration: (view, { before, after, effects }) =>
        said(`end of ${view.name} ${before !== after} ${effects.loses.filter((loss) => loss.what === 'column').length}`),
    },
  });

  test('are called for their operations, every statement, and the end', async () => {
    await lintTexts([INIT, 'ALTER TABLE "User" DROP COLUMN "name", DROP COLUMN "email"; SELECT 1'], { rules: [listening] });
    expect(calls.toSorted()).toEqual([
      'dropColumn email true',
      'dropColumn name true',
      'end of 2_a true 2',
      'statement of 1 true true',
      'statement of 2 true true',
    ]);
  });
});

describe('options', () => {
  const most = defineRule({
    id: 'most',
    meta: { summary: '', harms: [], severity: 'info', preset: 'all' },
    messages: { is: (data: { readonly most: number }) => ({ ...message, what: `${data.most}` }) },
    options: (given) => {
      if (given === undefined) return { most: 3 };
      if (typeof given === 'object' && given !== null && 'most' in given && typeof given.most === 'number') return { most: given.most };
      throw new Error('most: a number is expected');
    },
    on: { endOfMigration: (_, { options, finding }) => finding('is', { most: options.most }) },
  });
  const lintWith = (options: unknown): ReturnType<typeof lintTexts> => lintTexts([INIT], { policy: { rules: [{ rule: most, severity: null, options }] } });

  test('are checked, and completed', async () => {
    expect((await lintWith(undefined)).diagnostics[0]?.message).toBe('3');
    expect((await lintWith({ most: 5 })).diagnostics[0]?.message).toBe('5');
    await expect(lintWith({ most: 'many' })).rejects.toThrow('most: a number is expected');
  });

  test('a rule without options takes none', () => {
    expect(most.takesOptions).toBe(true);
    expect(ruleWith({}).takesOptions).toBe(false);
    expect(() => ruleWith({}).configure({})).toThrow('the rule one takes no options');
  });
});

describe('plugins', () => {
  test('put their name in front of their rules', async () => {
    const plugin = definePlugin({ name: 'acme', rules: [ruleWith({})] });
    expect(plugin.rules.map((rule) => rule.id)).toEqual(['acme/one']);
    const { diagnostics } = await lintTexts([INIT, '-- migration-lint-disable-next-statement acme/one -- tried\nSELECT 1;\nSELECT 2;'], {
      rules: plugin.rules,
    });
    expect(diagnostics).toMatchObject([{ rule: 'acme/one', statement: 1 }]);
  });

  test('with a name or rules that cannot be told apart are refused', () => {
    expect(() => definePlugin({ name: 'Acme rules', rules: [] })).toThrow('cannot be the name of a plugin');
    expect(() => definePlugin({ name: 'acme', rules: [ruleWith({}), ruleWith({})] })).toThrow('two rules called one');
  });
});
