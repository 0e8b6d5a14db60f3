import { describe, expect, test } from 'vitest';
import { defineRule } from '../../src/rule/index.ts';
import { INIT, lintTexts } from './bench.ts';

/** Says of every table whether it is sure, and how many migrations there were. */
const atTheEnd = defineRule({
  id: 'at-the-end',
  meta: { summary: 'Says what there is at the end', harms: [], severity: 'info', preset: 'recommended' },
  messages: { says: (what: string) => ({ what, why: '', todo: '' }) },
  on: {
    endOfHistory(context) {
      const tables = [...context.after.tables.values()].map(({ name, obscuredBy }) => `${name}${obscuredBy === null ? '' : '?'}`);
      const place = { file: 'schema.prisma', span: { start: 2, end: 3 } };
      return [
        context.finding('says', `${context.history.position + 1}: ${tables.sort().join()}${context.after.gaps.length > 0 ? ' and more?' : ''}`),
        context.finding('says', 'in the schema', { place }),
      ];
    },
  },
});
const thrower = defineRule({
  id: 'thrower',
  meta: { summary: 'Throws', harms: [], severity: 'info', preset: 'recommended' },
  messages: {},
  on: {
    endOfHistory() {
      throw new Error('no');
    },
  },
});

const DESCRIBED = {
  schema: { path: 'schema.prisma', models: [] },
  schemaFiles: [{ path: 'schema.prisma', text: 'a\nb' }],
  described: { sql: '', external: { tables: [], enums: [] } },
};

describe('the end of a history', () => {
  test('comes once, after the last migration, whether that is reported or not', async () => {
    const { diagnostics } = await lintTexts([INIT, 'CREATE TABLE "New" ("id" INTEGER);'], { rules: [atTheEnd], isReported: () => false, ...DESCRIBED });
    expect(diagnostics.map(({ message, file, migration, start }) => [message, file, migration, start.line])).toEqual([
      ['2: Log,New,User', expect.stringContaining('migration.sql'), expect.stringMatching(/\w/), 1],
      ['in the schema', 'schema.prisma', '', 2],
    ]);
  });
  test('comes only where the project is linted as a whole', async () => {
    const { described: _, ...rest } = DESCRIBED;
    expect((await lintTexts([INIT], { rules: [atTheEnd], ...rest })).diagnostics).toEqual([]);
  });
  test('is unsure of what a statement names that is no SQL', async () => {
    const { diagnostics } = await lintTexts([INIT, 'CREATE TABLE "New" ("id" INTEGER);', 'ALTER TABLE "User" ADD COLUMN,;'], {
      rules: [atTheEnd],
      ...DESCRIBED,
    });
    expect(diagnostics[0]?.message).toBe('3: Log,New,User? and more?');
  });
  test('a rule that throws there is a finding', async () => {
    const { diagnostics } = await lintTexts([INIT], { rules: [thrower], ...DESCRIBED });
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['rule-crashed']);
  });
});
