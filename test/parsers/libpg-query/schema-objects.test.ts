import { describe, expect, it } from 'vitest';
import { named, operationsOf, textsOf } from './lowered.ts';

const s = (name: string): ReturnType<typeof named> => named(name, 's');

describe('types', () => {
  it.each([
    ["CREATE TYPE s.\"E\" AS ENUM ('a', 'b''c')", { kind: 'createEnum', type: s('E'), values: ['a', "b'c"] }],
    ['ALTER TYPE s."E" ADD VALUE \'a\'', { kind: 'addEnumValue', type: s('E'), value: 'a', ifNotExists: false, neighbour: null }],
    [
      "ALTER TYPE e ADD VALUE IF NOT EXISTS 'a' BEFORE 'b'",
      { kind: 'addEnumValue', type: named('e'), ifNotExists: true, neighbour: { value: 'b', side: 'before' } },
    ],
    ["ALTER TYPE e ADD VALUE 'a' AFTER 'b'", { neighbour: { value: 'b', side: 'after' } }],
    ["ALTER TYPE s.e RENAME VALUE 'a' TO 'b'", { kind: 'renameEnumValue', type: s('e'), value: 'a', newValue: 'b' }],
    [
      "CREATE DOMAIN s.d AS text NOT NULL DEFAULT 'x' CONSTRAINT c CHECK (VALUE <> '') CHECK (length(VALUE) < 9)",
      {
        kind: 'createDomain',
        type: s('d'),
        base: { name: 'text' },
        notNull: true,
        default: { kind: 'literal', value: 'x' },
        constraints: [
          { kind: 'check', name: 'c' },
          { kind: 'check', name: null },
        ],
      },
    ],
    ['CREATE DOMAIN d int', { kind: 'createDomain', notNull: false, default: null, constraints: [] }],
    ['ALTER DOMAIN s.d SET NOT NULL', { kind: 'alterDomain', type: s('d'), action: 'set not null' }],
    ['ALTER DOMAIN d DROP NOT NULL', { action: 'drop not null' }],
    ['ALTER DOMAIN d SET DEFAULT 1', { action: 'set default', default: { kind: 'literal', value: '1' } }],
    ['ALTER DOMAIN d DROP DEFAULT', { action: 'drop default', default: null }],
    [
      'ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID',
      { action: 'add constraint', constraintName: 'c', constraint: { kind: 'check', notValid: true } },
    ],
    ['ALTER DOMAIN d DROP CONSTRAINT c', { action: 'drop constraint', constraintName: 'c' }],
    ['ALTER DOMAIN d VALIDATE CONSTRAINT c', { action: 'validate constraint', constraintName: 'c' }],
    [
      'CREATE TYPE s.c AS (a int, b text COLLATE "C")',
      { kind: 'createType', type: s('c'), form: 'composite', columns: [{ name: 'a' }, { name: 'b', collation: named('C') }] },
    ],
    ['CREATE TYPE s.r AS RANGE (SUBTYPE = int4)', { kind: 'createType', type: s('r'), form: 'range', columns: [] }],
    ['CREATE TYPE s.b (INPUT = f, OUTPUT = g)', { kind: 'createType', type: s('b'), form: 'base' }],
    ['CREATE TYPE s.b', { kind: 'createType', type: s('b'), form: 'shell' }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));

  it('give the columns of a composite type their text', () => {
    const sql = 'CREATE TYPE c AS (a int, b text COLLATE "C")';
    const [type] = operationsOf(sql);
    if (type?.kind !== 'createType') throw new Error('no type');
    expect(textsOf(sql, type.columns)).toEqual(['a int', 'b text COLLATE "C"']);
  });
});

describe('schemas, views, sequences', () => {
  it.each([
    ['CREATE SCHEMA a', [{ kind: 'createSchema', schema: 'a', ifNotExists: false }]],
    ['CREATE SCHEMA IF NOT EXISTS AUTHORIZATION a', [{ kind: 'createSchema', schema: 'a', ifNotExists: true }]],
    [
      'CREATE SCHEMA a CREATE TABLE t (b int) CREATE INDEX ON x.t (b)',
      [
        { kind: 'createSchema' },
        { kind: 'createTable', table: named('t', 'a'), definition: { table: named('t', 'a') } },
        { kind: 'createIndex', table: named('t', 'x') },
      ],
    ],
    ['CREATE SCHEMA a CREATE VIEW v AS SELECT 1', [{ kind: 'createSchema' }, { kind: 'opaque', node: 'ViewStmt' }]],
    [
      'CREATE VIEW s.v AS SELECT a FROM b',
      [
        {
          kind: 'createView',
          view: s('v'),
          materialized: false,
          replace: false,
          columns: [],
          query: { from: [{ table: named('b') }] },
          withData: true,
          temporary: false,
        },
      ],
    ],
    ['CREATE OR REPLACE TEMP VIEW v (x, "Y") AS SELECT 1, 2', [{ kind: 'createView', replace: true, temporary: true, columns: ['x', 'Y'] }]],
    [
      'CREATE MATERIALIZED VIEW IF NOT EXISTS s.v AS SELECT 1 WITH NO DATA',
      [{ kind: 'createView', view: s('v'), materialized: true, ifNotExists: true, withData: false }],
    ],
    ['REFRESH MATERIALIZED VIEW s.v', [{ kind: 'refreshMaterializedView', view: s('v'), concurrently: false, withData: true }]],
    ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', [{ concurrently: true }]],
    ['REFRESH MATERIALIZED VIEW v WITH NO DATA', [{ withData: false }]],
    [
      'CREATE SEQUENCE IF NOT EXISTS s.q OWNED BY s.t.c',
      [{ kind: 'createSequence', sequence: s('q'), ifNotExists: true, ownedBy: { table: s('t'), column: 'c' } }],
    ],
    ['CREATE SEQUENCE q START 5', [{ kind: 'createSequence', sequence: named('q'), ownedBy: null }]],
    [
      'ALTER SEQUENCE IF EXISTS s.q OWNED BY t.c',
      [{ kind: 'alterSequence', sequence: s('q'), ifExists: true, ownedBy: { table: named('t'), column: 'c' }, rewrites: false, restart: false, type: null }],
    ],
    ['ALTER SEQUENCE q OWNED BY NONE', [{ ownedBy: 'none', rewrites: false }]],
    ['ALTER SEQUENCE q AS bigint', [{ ownedBy: null, type: { name: 'int8' }, rewrites: true, restart: false }]],
    ['ALTER SEQUENCE q RESTART WITH 5', [{ restart: true, rewrites: true, type: null }]],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject(expected));
});

describe('functions, triggers, policies', () => {
  it.each([
    [
      'CREATE OR REPLACE FUNCTION s.f(a int, OUT b text, VARIADIC c int[]) RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN END $$',
      {
        kind: 'createFunction',
        function: s('f'),
        procedure: false,
        replace: true,
        parameters: [
          { name: 'a', type: { name: 'int4' }, mode: 'in' },
          { name: 'b', mode: 'out' },
          { name: 'c', mode: 'variadic' },
        ],
        returns: { name: 'text' },
        language: 'plpgsql',
        volatility: 'stable',
        body: { form: 'text', text: ' BEGIN END ' },
      },
    ],
    [
      "CREATE FUNCTION f(int) RETURNS TABLE (a int) AS 'SELECT 1' LANGUAGE SQL",
      {
        replace: false,
        parameters: [
          { name: null, mode: 'in' },
          { name: 'a', mode: 'table' },
        ],
        language: 'sql',
        volatility: 'volatile',
        body: { form: 'text', text: 'SELECT 1' },
      },
    ],
    [
      'CREATE FUNCTION f(a int) RETURNS int IMMUTABLE RETURN a + 1',
      { volatility: 'immutable', language: 'sql', body: { form: 'query', queries: [{ targets: [{ expression: { kind: 'operator' } }] }] } },
    ],
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 FROM a; SELECT 2 FROM b; END',
      { body: { form: 'query', queries: [{ from: [{ table: named('a') }] }, { from: [{ table: named('b') }] }] } },
    ],
    ['CREATE PROCEDURE p(INOUT a int) LANGUAGE sql AS $$ $$', { kind: 'createFunction', procedure: true, returns: null, parameters: [{ mode: 'inout' }] }],
    [
      'CREATE TRIGGER g BEFORE INSERT OR UPDATE OF a, b ON s.t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION x.f()',
      {
        kind: 'createTrigger',
        table: s('t'),
        trigger: 'g',
        replace: false,
        constraint: false,
        timing: 'before',
        events: ['insert', 'update'],
        updateOf: ['a', 'b'],
        forEachRow: true,
        when: { kind: 'operator' },
        function: named('f', 'x'),
      },
    ],
    [
      'CREATE OR REPLACE TRIGGER g AFTER DELETE OR TRUNCATE ON t EXECUTE FUNCTION f()',
      { replace: true, timing: 'after', events: ['delete', 'truncate'], updateOf: [], forEachRow: false, when: null },
    ],
    ['CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()', { timing: 'instead of', events: ['insert'] }],
    [
      'CREATE CONSTRAINT TRIGGER g AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()',
      { constraint: true, deferrable: true, initiallyDeferred: true },
    ],
    [
      'CREATE POLICY p ON s.t USING (a > 0) WITH CHECK (b > 0)',
      { kind: 'createPolicy', table: s('t'), policy: 'p', using: { kind: 'operator' }, check: { kind: 'operator' } },
    ],
    ['ALTER POLICY p ON t USING (a)', { kind: 'alterPolicy', table: named('t'), policy: 'p', newName: null, using: { kind: 'column' }, check: null }],
    ['CREATE OR REPLACE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING', { kind: 'createRule', table: s('t'), rule: 'r', replace: true }],
    ['CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()', { kind: 'createEventTrigger', name: 'e' }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));
});

describe('extensions, statistics, publications', () => {
  it.each([
    ['CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA x', { kind: 'createExtension', extension: 'uuid-ossp', ifNotExists: true, schema: 'x' }],
    ['CREATE EXTENSION citext', { extension: 'citext', ifNotExists: false, schema: null }],
    ['CREATE STATISTICS s.x ON a, b FROM s.t', { kind: 'createStatistics', table: s('t'), name: s('x'), columns: ['a', 'b'] }],
    ['CREATE STATISTICS ON a, (b + 1) FROM t', { name: null, columns: ['a'] }],
    ['CREATE PUBLICATION p FOR TABLE a, s.b', { kind: 'alterPublication', publication: 'p', action: 'create', tables: [named('a'), s('b')], allTables: false }],
    ['CREATE PUBLICATION p FOR ALL TABLES', { action: 'create', tables: [], allTables: true }],
    ['ALTER PUBLICATION p ADD TABLE a', { action: 'add', tables: [named('a')] }],
    ['ALTER PUBLICATION p DROP TABLE a', { action: 'drop' }],
    ['ALTER PUBLICATION p SET TABLE a', { action: 'set' }],
    ["ALTER PUBLICATION p SET (publish = 'insert')", { action: 'options', tables: [] }],
  ])('%s', (sql, expected) => expect(operationsOf(sql)).toMatchObject([expected]));
});
