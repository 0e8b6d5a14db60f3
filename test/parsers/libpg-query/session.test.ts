import { describe, expect, it } from 'vitest';
import { named, operationsOf } from './lowered.ts';

describe('transactions and settings', () => {
  it.each([
    ['BEGIN', { kind: 'transaction', action: 'begin', name: null, chain: false }],
    ['START TRANSACTION ISOLATION LEVEL SERIALIZABLE', { kind: 'transaction', action: 'begin' }],
    ['COMMIT', { action: 'commit' }],
    ['END', { action: 'commit' }],
    ['ROLLBACK AND CHAIN', { action: 'rollback', chain: true }],
    ['SAVEPOINT a', { action: 'savepoint', name: 'a' }],
    ['RELEASE a', { action: 'release', name: 'a' }],
    ['ROLLBACK TO a', { action: 'rollback to', name: 'a' }],
    ["SET lock_timeout = '5s'", { kind: 'setVariable', name: 'lock_timeout', value: '5s', local: false, all: false }],
    ['SET LOCAL Statement_Timeout TO 0', { name: 'statement_timeout', value: '0', local: true }],
    ['SET search_path TO a, "B"', { name: 'search_path', value: 'a, B' }],
    ['SET a.b = on', { name: 'a.b', value: 'on' }],
    ['SET x = -1.5', { value: '-1.5' }],
    ['SET x TO DEFAULT', { name: 'x', value: null, all: false }],
    ["SET TIME ZONE 'UTC'", { name: 'timezone', value: 'UTC' }],
    ['RESET x', { name: 'x', value: null, all: false }],
    ['RESET ALL', { value: null, all: true }],
    ['SET TRANSACTION ISOLATION LEVEL SERIALIZABLE', { name: 'transaction', value: 'transaction_isolation = serializable', local: false }],
    ['SET CONSTRAINTS ALL DEFERRED', { kind: 'setConstraints', deferred: true, names: [] }],
    ['SET CONSTRAINTS a, s.b IMMEDIATE', { kind: 'setConstraints', deferred: false, names: [named('a'), named('b', 's')] }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));
});

describe('locks and maintenance', () => {
  it.each([
    ['LOCK TABLE s.a, b', [{ kind: 'lockTable', table: named('a', 's'), mode: 'ACCESS EXCLUSIVE', nowait: false }, { table: named('b') }]],
    ['LOCK a IN ACCESS SHARE MODE', [{ mode: 'ACCESS SHARE' }]],
    ['LOCK a IN ROW SHARE MODE', [{ mode: 'ROW SHARE' }]],
    ['LOCK a IN ROW EXCLUSIVE MODE', [{ mode: 'ROW EXCLUSIVE' }]],
    ['LOCK a IN SHARE UPDATE EXCLUSIVE MODE', [{ mode: 'SHARE UPDATE EXCLUSIVE' }]],
    ['LOCK a IN SHARE MODE', [{ mode: 'SHARE' }]],
    ['LOCK a IN SHARE ROW EXCLUSIVE MODE NOWAIT', [{ mode: 'SHARE ROW EXCLUSIVE', nowait: true }]],
    ['LOCK a IN EXCLUSIVE MODE', [{ mode: 'EXCLUSIVE' }]],
    ['VACUUM', [{ kind: 'vacuum', table: null, full: false }]],
    [
      'VACUUM FULL s.a, b',
      [
        { kind: 'vacuum', table: named('a', 's'), full: true },
        { table: named('b'), full: true },
      ],
    ],
    ['VACUUM (FULL false, ANALYZE) a', [{ kind: 'vacuum', full: false }]],
    ['ANALYZE a (b)', [{ kind: 'analyze', table: named('a') }]],
    ['ANALYZE', [{ kind: 'analyze', table: null }]],
    ['CLUSTER s.a USING i', [{ kind: 'cluster', table: named('a', 's'), index: 'i' }]],
    ['CLUSTER', [{ kind: 'cluster', table: null, index: null }]],
    ['REINDEX INDEX s.i', [{ kind: 'reindex', target: 'index', name: named('i', 's'), concurrently: false }]],
    ['REINDEX TABLE CONCURRENTLY t', [{ target: 'table', name: named('t'), concurrently: true }]],
    ['REINDEX (CONCURRENTLY off) TABLE t', [{ concurrently: false }]],
    ['REINDEX SCHEMA s', [{ target: 'schema', name: named('s') }]],
    ['REINDEX DATABASE', [{ target: 'database', name: null }]],
    ['REINDEX SYSTEM d', [{ target: 'system', name: named('d') }]],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject(expected));
});
