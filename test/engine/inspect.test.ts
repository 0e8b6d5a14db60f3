import { expect, test } from 'vitest';
import { inspect, type InspectedStatement } from '../../src/engine/index.ts';
import { INIT, loadParser, projectOf, type Setting } from './bench.ts';

async function inspected(texts: readonly string[], setting: Setting = {}): Promise<readonly InspectedStatement[]> {
  return inspect({ parser: await loadParser(), projects: [projectOf(texts, setting)] }).statements;
}

test('a statement tells its locks, work and harms', async () => {
  const [first, second] = await inspected([INIT, 'CREATE INDEX "i" ON "User" ("name");\nALTER TABLE "User" DROP COLUMN "email";']);
  expect(first).toMatchObject({
    migration: '2_a',
    file: 'm/2_a/migration.sql',
    statement: 0,
    start: { line: 1, column: 1, offset: 0 },
    kind: 'createIndex',
    transaction: { id: 0, explicit: false },
    effects: {
      locks: [{ table: 'public.User', mode: 'SHARE', existing: true, rows: 'unknown' }],
      work: [{ table: 'public.User', what: 'index-build', under: 'SHARE' }],
      fails: [],
      loses: [],
    },
    harms: ['blocks'],
    heldLocks: [],
    blocks: 'writes',
    opaque: false,
  });
  expect(second).toMatchObject({
    kind: 'dropColumn',
    harms: ['loses', 'breaks'],
    blocks: null,
    heldLocks: [{ table: 'public.User', mode: 'SHARE', sinceStatement: 0 }],
  });
  expect(second?.effects.loses).toContainEqual({ what: 'column', table: 'public.User', column: 'email' });
});

test('what is not understood says so', async () => {
  const [statement] = await inspected([INIT, 'SELEKT 1;']);
  expect(statement).toMatchObject({ opaque: true, kind: 'syntax error', harms: [] });
});

test('the structure is the one that is promised', async () => {
  const [statement] = await inspected([INIT, 'SELECT 1;']);
  expect(Object.keys(statement ?? {}).toSorted()).toEqual([
    'blocks',
    'effects',
    'end',
    'file',
    'harms',
    'heldLocks',
    'kind',
    'migration',
    'opaque',
    'start',
    'statement',
    'transaction',
  ]);
});
