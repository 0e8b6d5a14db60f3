import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, beginMigration, type Catalog, emptyCatalog } from '../../src/catalog/index.ts';
import type { Statement } from '../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../src/parsers/index.ts';
import { effects, executionOrder, type Failure, type Server } from '../../src/postgres/index.ts';
import { randomStatements } from './random-statements.ts';

// Histories that nobody wrote: what is said to fail always must fail, and of what fails nearly all must have been foreseen (the
// rest are expressions whose operators and functions do not take their operands, which PostgreSQL alone finds). Failing
// statements leave no trace on either side.

const STATEMENTS = 250;
const SERVER: Server = { version: 18, timeZone: null };
const parser = await createLibpgQueryParser();
let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
}, 60_000);
afterAll(() => database.close());

interface Foreseen {
  readonly fails: readonly Failure[];
  readonly after: Catalog;
}

function foresee(statement: Statement, before: Catalog, migration: string): Foreseen {
  let after = before;
  const fails: Failure[] = [];
  for (const operation of executionOrder(statement.operations)) {
    fails.push(...effects(operation, after, SERVER).fails);
    after = apply(after, operation, { migration, statement: statement.index });
  }
  return { fails, after };
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error));

const certainIn = (fails: readonly Failure[]): Failure | undefined => fails.find(({ when, unlikelyBecause }) => when === 'always' && unlikelyBecause === null);

describe('random histories', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i', async (seed) => {
    await database.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const history: string[] = [];
    const wrong: string[] = [];
    const failed = { foreseen: 0, missed: 0 };
    let catalog = emptyCatalog(true);
    for (const sql of firstOf(randomStatements(seed))) {
      const migration = `m${history.length}`;
      const before = beginMigration(catalog, migration);
      const [statement] = parser.parse(sql).statements;
      if (!statement) continue;
      const { fails, after } = foresee(statement, before, migration);
      const actual = await database.exec(sql).then(() => null, codeOf);
      const certain = actual === null ? certainIn(fails) : undefined;
      if (certain) wrong.push(`${sql}\n  is said to fail with ${certain.sqlstate}, and works, after\n  ${history.slice(-12).join('\n  ')}`);
      if (actual !== null) failed[fails.length > 0 ? 'foreseen' : 'missed']++;
      if (actual === null) history.push(sql);
      catalog = actual === null ? after : before;
    }
    expect(wrong.join('\n\n')).toBe('');
    expect(failed.foreseen / (failed.foreseen + failed.missed)).toBeGreaterThan(0.9);
    expect(history.length).toBeGreaterThan(20);
  });
});

function* firstOf(statements: Generator<string>): Generator<string> {
  for (let count = 0; count < STATEMENTS; count++) yield statements.next().value;
}
