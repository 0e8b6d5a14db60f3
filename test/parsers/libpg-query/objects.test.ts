import { describe, expect, it } from 'vitest';
import { named, operationsOf } from './lowered.ts';

const s = (name: string): ReturnType<typeof named> => named(name, 's');

describe('DROP', () => {
  it.each([
    ['DROP TABLE s.a', { kind: 'dropTable', table: s('a'), foreign: false, ifExists: false, cascade: false, alongside: [] }],
    ['DROP TABLE IF EXISTS a CASCADE', { kind: 'dropTable', table: named('a'), ifExists: true, cascade: true }],
    ['DROP FOREIGN TABLE a', { kind: 'dropTable', foreign: true }],
    ['DROP VIEW s.a', { kind: 'dropView', view: s('a'), materialized: false }],
    ['DROP MATERIALIZED VIEW a', { kind: 'dropView', view: named('a'), materialized: true }],
    ['DROP INDEX s."A b"', { kind: 'dropIndex', index: s('A b'), concurrently: false }],
    ['DROP INDEX CONCURRENTLY IF EXISTS a', { kind: 'dropIndex', concurrently: true, ifExists: true }],
    ['DROP SEQUENCE s.a', { kind: 'dropSequence', sequence: s('a') }],
    ['DROP TYPE s."A"', { kind: 'dropType', type: s('A'), domain: false }],
    ['DROP DOMAIN s.a', { kind: 'dropType', type: s('a'), domain: true }],
    ['DROP SCHEMA a CASCADE', { kind: 'dropSchema', schema: 'a', cascade: true }],
    ['DROP EXTENSION IF EXISTS a', { kind: 'dropExtension', extension: 'a', ifExists: true }],
    ['DROP STATISTICS s.a', { kind: 'dropStatistics', name: s('a') }],
    ['DROP FUNCTION s.a', { kind: 'dropFunction', function: s('a'), parameters: null }],
    ['DROP FUNCTION a(int, s.t)', { kind: 'dropFunction', function: named('a'), parameters: [{ name: 'int4' }, { schema: 's', name: 't' }] }],
    ['DROP PROCEDURE a()', { kind: 'dropFunction', function: named('a'), parameters: [] }],
    ['DROP TRIGGER IF EXISTS a ON s.t CASCADE', { kind: 'dropTrigger', table: s('t'), trigger: 'a', ifExists: true, cascade: true }],
    ['DROP POLICY a ON t', { kind: 'dropPolicy', table: named('t'), policy: 'a', ifExists: false }],
    ['DROP RULE a ON s.t', { kind: 'dropRule', table: s('t'), rule: 'a' }],
    ['DROP PUBLICATION a', { kind: 'dropObject', objectType: 'publication', name: named('a') }],
    ['DROP COLLATION s.a', { kind: 'dropObject', objectType: 'collation', name: s('a') }],
    ['DROP EVENT TRIGGER a', { kind: 'dropObject', objectType: 'event trigger', name: named('a') }],
    ['DROP AGGREGATE s.a(int)', { kind: 'dropObject', objectType: 'aggregate', name: s('a') }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));

  it('of several objects is one operation for each, with the others alongside', () => {
    expect(operationsOf('DROP TABLE a, s.b, c')).toMatchObject([
      { table: named('a'), alongside: [s('b'), named('c')] },
      { table: s('b'), alongside: [named('a'), named('c')] },
      { table: named('c'), alongside: [named('a'), s('b')] },
    ]);
  });
});

describe('RENAME, SET SCHEMA, OWNER TO', () => {
  it.each([
    ['ALTER TYPE s.a RENAME TO b', { kind: 'renameType', type: s('a'), newName: 'b', domain: false }],
    ['ALTER DOMAIN s.a RENAME TO b', { kind: 'renameType', type: s('a'), newName: 'b', domain: true }],
    ['ALTER DOMAIN s.a RENAME CONSTRAINT c TO d', { kind: 'alterDomain', type: s('a'), action: 'rename constraint', constraintName: 'c' }],
    ['ALTER SCHEMA a RENAME TO b', { kind: 'renameSchema', schema: 'a', newName: 'b' }],
    ['ALTER TRIGGER a ON s.t RENAME TO b', { kind: 'renameTrigger', table: s('t'), trigger: 'a', newName: 'b' }],
    ['ALTER POLICY a ON s.t RENAME TO b', { kind: 'alterPolicy', table: s('t'), policy: 'a', newName: 'b', using: null, check: null }],
    ['ALTER FUNCTION s.a(int) RENAME TO b', { kind: 'alterFunction', function: s('a'), newName: 'b' }],
    ['ALTER FUNCTION a() STABLE', { kind: 'alterFunction', function: named('a'), newName: null }],
    ['ALTER ROLE a RENAME TO b', { kind: 'alterObject', objectType: 'role', name: named('a'), action: 'rename', newName: 'b' }],
    ['ALTER COLLATION s.a RENAME TO b', { kind: 'alterObject', objectType: 'collation', name: s('a'), action: 'rename', newName: 'b' }],
    ['ALTER TYPE s.a SET SCHEMA b', { kind: 'alterObject', objectType: 'type', name: s('a'), action: 'set schema', newName: 'b' }],
    ['ALTER SEQUENCE s.a SET SCHEMA b', { kind: 'alterObject', objectType: 'sequence', name: s('a'), action: 'set schema', newName: 'b' }],
    ['ALTER EXTENSION a SET SCHEMA b', { kind: 'alterObject', objectType: 'extension', name: named('a'), action: 'set schema', newName: 'b' }],
    ['ALTER EXTENSION a UPDATE', { kind: 'alterObject', objectType: 'extension', name: named('a'), action: 'other' }],
    ['ALTER SCHEMA a OWNER TO b', { kind: 'alterObject', objectType: 'schema', name: named('a'), action: 'owner' }],
    ['ALTER TYPE s.a OWNER TO b', { kind: 'alterObject', objectType: 'type', name: s('a'), action: 'owner' }],
    ['ALTER FUNCTION s.a() OWNER TO b', { kind: 'alterObject', objectType: 'function', name: s('a'), action: 'owner' }],
    ['ALTER STATISTICS s.a SET STATISTICS 10', { kind: 'alterObject', objectType: 'statistics', name: s('a'), action: 'other' }],
    ['ALTER EVENT TRIGGER a DISABLE', { kind: 'alterObject', objectType: 'event trigger', name: named('a'), action: 'other' }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));
});

describe('COMMENT and GRANT', () => {
  it.each([
    ["COMMENT ON TABLE s.a IS 'b'", { kind: 'comment', objectType: 'table', name: s('a'), column: null }],
    ["COMMENT ON COLUMN s.a.b IS 'c'", { kind: 'comment', objectType: 'column', name: s('a'), column: 'b' }],
    ['COMMENT ON COLUMN a.b IS NULL', { kind: 'comment', objectType: 'column', name: named('a'), column: 'b' }],
    ["COMMENT ON CONSTRAINT a ON s.t IS 'b'", { kind: 'comment', objectType: 'constraint', name: s('t'), column: null }],
    ["COMMENT ON CONSTRAINT a ON DOMAIN s.d IS 'b'", { kind: 'comment', objectType: 'constraint', name: s('d'), column: null }],
    ["COMMENT ON FUNCTION s.a(int) IS 'b'", { kind: 'comment', objectType: 'function', name: s('a') }],
    ["COMMENT ON TYPE s.a IS 'b'", { kind: 'comment', objectType: 'type', name: s('a') }],
    ["COMMENT ON SCHEMA a IS 'b'", { kind: 'comment', objectType: 'schema', name: named('a') }],
    [
      'GRANT SELECT, INSERT ON s.a, b TO c',
      { kind: 'grant', revoke: false, objectType: 'table', names: [s('a'), named('b')], allInSchemas: [], toPublic: false, privileges: ['select', 'insert'] },
    ],
    ['GRANT ALL ON SCHEMA a TO PUBLIC', { kind: 'grant', objectType: 'schema', names: [named('a')], toPublic: true, privileges: [] }],
    ['REVOKE SELECT ON ALL TABLES IN SCHEMA a, b FROM c', { kind: 'grant', revoke: true, objectType: 'table', names: [], allInSchemas: ['a', 'b'] }],
    ['GRANT EXECUTE ON FUNCTION s.a(int) TO c', { kind: 'grant', objectType: 'function', names: [s('a')] }],
    ['GRANT USAGE ON TYPE s.a TO c', { kind: 'grant', objectType: 'type', names: [s('a')] }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));
});

describe('administration', () => {
  it.each([
    ['CREATE ROLE a', 'CREATE ROLE', false],
    ['ALTER ROLE a SET b = 1', 'ALTER ROLE', false],
    ['DROP ROLE a', 'DROP ROLE', false],
    ['GRANT a TO b', 'GRANT ROLE', false],
    ['REVOKE a FROM b', 'REVOKE ROLE', false],
    ['ALTER DEFAULT PRIVILEGES IN SCHEMA a GRANT SELECT ON TABLES TO b', 'ALTER DEFAULT PRIVILEGES', false],
    ['CREATE DATABASE a', 'CREATE DATABASE', true],
    ['DROP DATABASE a', 'DROP DATABASE', true],
    ['ALTER DATABASE a SET b = 1', 'ALTER DATABASE', false],
    ['ALTER DATABASE a SET TABLESPACE b', 'ALTER DATABASE', true],
    ['ALTER SYSTEM SET a = 1', 'ALTER SYSTEM', true],
    ["CREATE TABLESPACE a LOCATION '/b'", 'CREATE TABLESPACE', true],
    ["CREATE SUBSCRIPTION a CONNECTION 'b' PUBLICATION c", 'CREATE SUBSCRIPTION', true],
    ["CREATE SUBSCRIPTION a CONNECTION 'b' PUBLICATION c WITH (create_slot = false)", 'CREATE SUBSCRIPTION', false],
    ['DROP SUBSCRIPTION a', 'DROP SUBSCRIPTION', true],
    ['DISCARD ALL', 'DISCARD', true],
    ['DISCARD PLANS', 'DISCARD', false],
    ['NOTIFY a', 'NOTIFY', false],
    ['SHOW a', 'SHOW', false],
    ['CREATE AGGREGATE a(int) (SFUNC = b, STYPE = int)', 'CREATE AGGREGATE', false],
    ["CREATE COLLATION a (LOCALE = 'b')", 'CREATE COLLATION', false],
    ['CREATE OPERATOR + (FUNCTION = a, LEFTARG = int)', 'CREATE OPERATOR', false],
    ['CREATE CAST (a AS b) WITHOUT FUNCTION', 'CREATE CAST', false],
  ])('%s', (sql, command, outsideTransaction) => expect(operationsOf(sql)).toMatchObject([{ kind: 'administer', command, outsideTransaction }]));
});

describe('what is not modelled', () => {
  it.each([
    ['EXECUTE a', 'ExecuteStmt', []],
    ['EXPLAIN ANALYZE DELETE FROM s.a', 'ExplainStmt', [s('a')]],
    ['PREPARE a AS DELETE FROM b', 'PrepareStmt', [named('b')]],
    ['DROP OWNED BY a', 'DropOwnedStmt', []],
    ['IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c', 'ImportForeignSchemaStmt', []],
    ['ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b', 'AlterTableMoveAllStmt', []],
    ["PREPARE TRANSACTION 'a'", 'TransactionStmt', []],
  ])('is said to be so: %s', (sql, node, tables) => {
    expect(operationsOf(sql)).toMatchObject([{ kind: 'opaque', node, because: expect.stringContaining(node), tables }]);
  });
});
