import { expect, test } from 'vitest';
import { lineStarts, positionAt } from '../../src/core/index.ts';
import { type InspectionReport, inspectionReporters, type StatementReport } from '../../src/reporters/index.ts';
import { FILE, reportOf, SQL } from './report.ts';

const place = (offset: number) => positionAt(lineStarts(SQL), offset);
const NOTHING = { locks: [], work: [], fails: [], loses: [], breaks: [] };

const statement = (what: string, changes: Partial<StatementReport>): StatementReport => ({
  migration: '20250105_x',
  file: FILE,
  statement: 0,
  start: place(SQL.indexOf(what)),
  end: place(SQL.indexOf(what) + what.length),
  kind: 'addColumn',
  transaction: { id: 0, explicit: false },
  effects: NOTHING,
  harms: [],
  heldLocks: [],
  blocks: null,
  opaque: false,
  ...changes,
});

const { tool, projects, source } = reportOf([]);
const report: InspectionReport = {
  tool,
  projects,
  source,
  statements: [
    statement('ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL', {
      effects: {
        locks: [
          { table: 'public.User', mode: 'ACCESS EXCLUSIVE', existing: true, rows: 'unknown' },
          { table: 'public.New', mode: 'ACCESS EXCLUSIVE', existing: false, rows: 'none' },
        ],
        work: [{ table: 'public.User', what: 'rewrite', under: 'ACCESS EXCLUSIVE' }],
        fails: [
          { when: 'rows', sqlstate: '23502' },
          { when: 'data', sqlstate: '23505' },
        ],
        loses: [{ what: 'column', table: 'public.User', column: 'email' }],
        breaks: [{ table: 'billing.User', client: 'insert', sqlstate: '23502' }],
      },
      blocks: 'reads-and-writes',
      harms: ['fails', 'blocks', 'breaks'],
    }),
    statement('CREATE TABLE "Post" (', {
      statement: 1,
      transaction: { id: 1, explicit: true },
      heldLocks: [
        { table: 'public.User', mode: 'SHARE', sinceStatement: 0 },
        { table: 'public.Post', mode: 'SHARE', sinceStatement: 0 },
      ],
      opaque: true,
    }),
  ],
};

test('the terminal says what each statement does', () => {
  expect(inspectionReporters['terminal']?.(report, { color: false, width: 80 })).toMatchInlineSnapshot(`
    "20250105_x ─────────────────────────────────────────────────────────────────────
    prisma/migrations/20250105_x/migration.sql

      transaction 1
      2:1      ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL
               locks   ACCESS EXCLUSIVE on User
               work    rewrites User, under ACCESS EXCLUSIVE
               blocks  reads and writes, while the work is done
               fails   as soon as the table holds a row (23502)
               fails   if there are duplicates (23505)
               loses   column User.email
               breaks  INSERT of the deployed client on billing.User (23502)

      transaction 2 (BEGIN … COMMIT)
      5:1      CREATE TABLE "Post" (
               ?       not understood: what it touches counts as unknown
               held    SHARE on User, Post, since statement 1

    2 statements in 1 migration
    prisma-one-transaction: prisma 6.16.1 (package-lock.json)
    "
  `);
});

test('json has the keys of the contract, in its order', () => {
  const parsed: { readonly statements: readonly [object] } = JSON.parse(inspectionReporters['json']?.(report, { color: false, width: 80 }) ?? '');
  expect(Object.keys(parsed)).toEqual(['version', 'tool', 'projects', 'statements']);
  expect(Object.keys(parsed.statements[0])).toEqual('migration file statement start end kind transaction effects harms heldLocks blocks opaque'.split(' '));
});
