import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Script } from '../../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../../src/parsers/index.ts';
import { readStatement } from '../../../src/parsers/prisma-sql/index.ts';
import { readSource } from '../../../src/parsers/source.ts';
import { splitStatements } from '../../../src/parsers/statements.ts';
import { sqlOfTheSuite } from '../pgsql-ast-parser/sql-of-the-suite.ts';
import { changedText, text } from './statements.ts';

// What is read without PostgreSQL's grammar is what the grammar reads: to the byte, the order of properties included.

const grammar = vi.hoisted(() => ({ alone: false }));
vi.mock('../../../src/parsers/prisma-sql/index.ts', async (original) => {
  const real = await original<{ readStatement: typeof readStatement }>();
  return { readStatement: (...of: Parameters<typeof readStatement>) => (grammar.alone ? null : real.readStatement(...of)) };
});

const parser = await createLibpgQueryParser();
const read = (sql: string): Script => parser.parse(sql);

function readByGrammar(sql: string): Script {
  grammar.alone = true;
  try {
    return parser.parse(sql);
  } finally {
    grammar.alone = false;
  }
}

interface Count {
  statements: number;
  read: number;
}

function count(sql: string, into: Count): void {
  const { source } = readSource(sql);
  for (const raw of splitStatements(source.tokens)) {
    into.statements++;
    if (readStatement(source.text, raw)) into.read++;
  }
}

/** Each statement also alone: with others around it, one that PostgreSQL refuses sends them all to the grammar. */
function check(sql: string): void {
  expect(JSON.stringify(read(sql))).toBe(JSON.stringify(readByGrammar(sql)));
  const { source } = readSource(sql);
  const raws = source.broken ? [] : splitStatements(source.tokens);
  for (const { span } of raws.length > 1 ? raws : []) {
    const alone = sql.slice(span.start, span.end);
    expect(JSON.stringify(read(alone))).toBe(JSON.stringify(readByGrammar(alone)));
  }
}

const numRuns = Number(process.env['AGREEMENT_RUNS'] ?? 1000);
const seed = process.env['AGREEMENT_SEED'] === undefined ? 20250601 : Number(process.env['AGREEMENT_SEED']);

function checkAll(texts: fc.Arbitrary<string>, atLeast: number): void {
  const found: Count = { statements: 0, read: 0 };
  fc.assert(
    fc.property(texts, (sql) => {
      check(sql);
      count(sql, found);
    }),
    { numRuns, seed },
  );
  if (numRuns > 1000) console.log(found);
  expect(found.read / found.statements).toBeGreaterThan(atLeast);
}

test('the SQL of this repository', { timeout: 60_000 }, () => {
  const found: Count = { statements: 0, read: 0 };
  for (const sql of sqlOfTheSuite()) {
    check(sql);
    count(sql, found);
  }
  expect(found.read / found.statements).toBeGreaterThan(0.3);
});

test('statements as Prisma prints them, or almost', { timeout: 3_600_000 }, () => checkAll(text, 0.2));

test('the same with changes', { timeout: 3_600_000 }, () => checkAll(changedText, 0.05));
