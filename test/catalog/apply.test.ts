import { describe, expect, test } from 'vitest';
import { apply, type Catalog, columnNamed, emptyCatalog, type EnumType, findTable, isNewIn, type Table } from '../../src/catalog/index.ts';
import { replay } from './replay.ts';

function tableIn(catalog: Catalog, key: string): Table {
  const table = catalog.tables.get(key);
  if (!table) throw new Error(`no table ${key}`);
  return table;
}
const columns = (table: Table): readonly string[] => table.columns.map((column) => column.name);
const enumIn = (catalog: Catalog, key: string): EnumType | undefined => {
  const type = catalog.types.get(key);
  return type?.kind === 'enum' ? type : undefined;
};

describe('tables that nobody saw created', () => {
  const open = emptyCatalog(false);
  test('exist, hold rows, and have the columns that were added', () => {
    const table = tableIn(replay('ALTER TABLE "User" ADD COLUMN age int; ALTER TABLE "User" ALTER COLUMN email SET NOT NULL;', open), 'public.User');
    expect(table).toMatchObject({ assumed: true, complete: false, rows: 'unknown', bornIn: null });
    expect(columns(table)).toEqual(['age']);
  });
  test.each([
    ['an index', 'CREATE INDEX i ON "User" (email);', (table: Table) => table.indexes.map((index) => index.name), ['i']],
    ['a constraint', 'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 0);', (table: Table) => table.constraints.map((constraint) => constraint.name), ['c']],
    ['a column that comes and goes', 'ALTER TABLE "User" ADD COLUMN a int; ALTER TABLE "User" DROP COLUMN a;', columns, []],
    [
      'a trigger',
      'CREATE TRIGGER t BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION f();',
      (table: Table) => table.triggers.map((trigger) => trigger.name),
      ['t'],
    ],
  ])('take %s', (_what, sql, facts, expected) => expect(facts(tableIn(replay(sql, open), 'public.User'))).toEqual(expected));
  test('take another name with them', () => {
    const catalog = replay('ALTER TABLE "User" RENAME TO users;', open);
    expect(tableIn(catalog, 'public.users')).toMatchObject({ assumed: true, nameBefore: 'public.User' });
    expect(catalog.tables.has('public.User')).toBe(false);
  });
  test('are known from their creation on', () => {
    const table = tableIn(replay(['ALTER TABLE t ADD COLUMN a int;', 'CREATE TABLE t (b int);'], open), 'public.t');
    expect(table).toMatchObject({ assumed: false, complete: true, rows: 'none' });
    expect(columns(table)).toEqual(['b']);
  });
  test('IF EXISTS on a table that a complete history does not have makes none', () =>
    expect(replay('ALTER TABLE IF EXISTS t ADD COLUMN a int;').tables.size).toBe(0));
  test('enums, with the values that were mentioned', () => {
    expect(enumIn(replay(`ALTER TYPE "Role" ADD VALUE 'C' AFTER 'B';`, open), 'public.Role')).toMatchObject({ assumed: true, values: ['B', 'C'] });
  });
});

describe('statements that may not have run', () => {
  const given = 'CREATE TABLE t (a int);';
  const guarded = (sql: string): string => `DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'x') THEN ${sql} END IF; END $$;`;
  test('are replayed, and what they touch is uncertain', () => {
    const table = tableIn(replay([given, guarded('ALTER TABLE t ADD COLUMN b int;')]), 'public.t');
    expect(columns(table)).toEqual(['a', 'b']);
    expect(table.obscuredBy).toMatch(/conditional/);
  });
  test('do not drop a table, but one that is created afterwards takes its place', () => {
    const dropped = replay([given, guarded('DROP TABLE t;')]);
    expect(tableIn(dropped, 'public.t').obscuredBy).toMatch(/conditional/);
    expect(columns(tableIn(replay([given, guarded('DROP TABLE t;'), 'CREATE TABLE t (z int);']), 'public.t'))).toEqual(['z']);
  });
  test('leave other tables alone', () => {
    expect(tableIn(replay([given, 'CREATE TABLE u (a int);', guarded('ALTER TABLE t ADD COLUMN b int;')]), 'public.u').obscuredBy).toBeNull();
  });
  test('change nothing where there is nothing to change', () => {
    expect(tableIn(replay([given, guarded('ALTER TABLE t ADD COLUMN IF NOT EXISTS a int;')]), 'public.t').obscuredBy).toBeNull();
  });
});

describe('statements that nobody understands', () => {
  const opaque = (tables: readonly string[]) =>
    ({
      kind: 'opaque',
      node: 'SomeStmt',
      because: 'it is new',
      tables: tables.map((name) => ({ schema: null, name })),
      span: { start: 0, end: 0 },
      conditional: false,
    }) as const;
  const at = { migration: 'm', statement: 0 };
  test('make the tables that they name uncertain', () => {
    const catalog = apply(replay('CREATE TABLE t (a int); CREATE TABLE u (a int);'), opaque(['t', 'new']), at);
    expect(tableIn(catalog, 'public.t').obscuredBy).toMatch(/SomeStmt/);
    expect(tableIn(catalog, 'public.u').obscuredBy).toBeNull();
    expect(tableIn(catalog, 'public.new')).toMatchObject({ assumed: true, obscuredBy: expect.stringMatching(/SomeStmt/) });
    expect(findTable(catalog, 'public.other').is).toBe('absent');
  });
  test('make a table that is new, although nobody knows what it is like', () => {
    const creation = { ...opaque(['t']), creates: { schema: null, name: 't' } };
    expect(tableIn(apply(replay(''), creation, at), 'public.t')).toMatchObject({ assumed: false, complete: false, bornIn: at, obscuredBy: expect.any(String) });
    const existing = apply(replay('CREATE TABLE t (a int);'), creation, at);
    expect(columns(tableIn(existing, 'public.t'))).toEqual(['a']);
    expect(tableIn(existing, 'public.t').bornIn).not.toEqual(at);
  });
  test('leave a gap when they have a body, which may name more', () => {
    const catalog = apply(replay('CREATE TABLE t (a int);'), { ...opaque(['t']), hasBody: true }, at);
    expect(tableIn(catalog, 'public.t').obscuredBy).toMatch(/SomeStmt/);
    expect(findTable(catalog, 'public.other').is).toBe('unknown');
  });
  test('leave a gap when they name none', () => {
    expect(findTable(apply(replay(''), opaque([]), at), 'public.other')).toMatchObject({ is: 'unknown', because: expect.stringMatching(/SomeStmt/) });
  });
  test('so does SQL that a DO block puts together', () => {
    expect(
      replay(`DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE 'DROP TABLE ' || r.tablename; END LOOP; END $$;`).gaps,
    ).toHaveLength(1);
  });
});

describe('objects, not names', () => {
  test('a table that is swapped in brings its own rows and birth', () => {
    const catalog = replay(['CREATE TABLE t (a int);', 'CREATE TABLE new_t (a int, b int); DROP TABLE t; ALTER TABLE new_t RENAME TO t;']);
    const table = tableIn(catalog, 'public.t');
    expect(table).toMatchObject({ rows: 'none', bornIn: { migration: 'm2', statement: 0 }, nameBefore: null });
    expect(isNewIn(table, catalog.migration)).toBe(true);
  });
  test('a renamed table keeps its birth, and remembers its name of before', () => {
    const table = tableIn(replay(['CREATE TABLE t (a int);', 'ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO v;']), 'public.v');
    expect(table).toMatchObject({ rows: 'unknown', bornIn: { migration: 'm1' }, nameBefore: 'public.t' });
  });
  test('there and back again is no rename', () =>
    expect(tableIn(replay(['CREATE TABLE t (a int);', 'ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME TO t;']), 'public.t').nameBefore).toBeNull());
  test('an enum that takes the place of another', () => {
    const swap = `CREATE TYPE "Role_new" AS ENUM ('A', 'C'); ALTER TABLE t ALTER COLUMN r TYPE "Role_new" USING (r::text::"Role_new"); ALTER TYPE "Role" RENAME TO "Role_old"; ALTER TYPE "Role_new" RENAME TO "Role"; DROP TYPE "Role_old";`;
    const catalog = replay([`CREATE TYPE "Role" AS ENUM ('A', 'B'); CREATE TABLE t (r "Role");`, swap]);
    expect(enumIn(catalog, 'public.Role')).toMatchObject({ values: ['A', 'C'], bornIn: { migration: 'm2' }, nameBefore: null });
    expect(columnNamed(tableIn(catalog, 'public.t'), 'r')?.type).toMatchObject({ schema: null, name: 'Role' });
    expect([...catalog.types.entries()].map(([key]) => key)).toEqual(['public.Role']);
  });
  test('names inside expressions follow', () => {
    const table = tableIn(
      replay(`CREATE TYPE k AS ENUM ('a'); CREATE SEQUENCE s;
        CREATE TABLE t (a int DEFAULT nextval('s'), b k DEFAULT 'a'::k, g int GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT ck CHECK (a > 0 AND b = 'a'::k)); CREATE INDEX i ON t (abs(a)) WHERE a > 1;
        CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM t x WHERE x.a = t.a));
        ALTER TABLE t RENAME COLUMN a TO z; ALTER TYPE k RENAME TO l; ALTER SEQUENCE s RENAME TO "Seq";`),
      'public.t',
    );
    const text = JSON.stringify(table);
    expect(text).not.toContain('"name":"a"');
    expect(text).not.toContain('"name":"k"');
    expect(columnNamed(table, 'z')?.default).toMatchObject({ kind: 'call', arguments: [{ value: '"Seq"' }] });
    expect(table.constraints[0]?.columns).toContain('z');
  });
  test('a view keeps its query when what it reads is renamed', () => {
    const view = replay('CREATE TABLE t (a int); CREATE VIEW v AS SELECT t.a FROM t; ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME TO u;').views.get(
      'public.v',
    );
    expect(view).toMatchObject({
      columns: ['a'],
      dependsOn: [{ relation: 'public.u', columns: ['b'] }],
      query: { targets: [{ name: 'a', expression: { kind: 'column', table: 't', name: 'b' } }], from: [{ kind: 'table', table: { name: 'u' }, alias: 't' }] },
    });
  });
});

describe('what existing rows hold in a new column', () => {
  const given =
    'CREATE TABLE t (id int); CREATE FUNCTION own() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN random()::text; END $$; CREATE FUNCTION fixed() RETURNS text STABLE LANGUAGE sql AS $$ SELECT 1 $$; CREATE DOMAIN d AS int DEFAULT 3;';
  const holds = (definition: string): string | undefined =>
    columnNamed(tableIn(replay([given, `ALTER TABLE t ADD COLUMN c ${definition};`]), 'public.t'), 'c')?.rows.holds;
  test.each([
    ['int', 'null'],
    ['int DEFAULT NULL', 'null'],
    ['text DEFAULT NULL::text', 'null'],
    ['d', 'constant'],
    ['d[]', 'null'],
    ["text NOT NULL DEFAULT ''", 'constant'],
    ["jsonb DEFAULT '{}'::jsonb", 'constant'],
    ['timestamp DEFAULT CURRENT_TIMESTAMP', 'constant'],
    ['timestamptz DEFAULT now()', 'constant'],
    ['text[] DEFAULT ARRAY[]::text[]', 'constant'],
    ['uuid DEFAULT gen_random_uuid()', 'distinct'],
    ['text DEFAULT gen_random_uuid()::text', 'distinct'],
    ['varchar(8) DEFAULT gen_random_uuid()::varchar(8)', 'anything'],
    ['text DEFAULT left(gen_random_uuid()::text, 3)', 'anything'],
    ['serial', 'distinct'],
    ['int GENERATED ALWAYS AS IDENTITY', 'distinct'],
    ['float DEFAULT random()', 'anything'],
    ['text DEFAULT own()', 'anything'],
    ['text DEFAULT fixed()', 'constant'],
    ['text DEFAULT unheard_of()', 'anything'],
    ['int GENERATED ALWAYS AS (id + 1) STORED', 'anything'],
  ])('%s', (definition, expected) => expect(holds(definition)).toBe(expected));
  test('nothing is said of a table without rows', () =>
    expect(columnNamed(tableIn(replay('CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN c int;'), 'public.t'), 'c')?.rows.holds).toBe('anything'));
  test('a conversion leaves NULLs, and nothing else', () => {
    const holdsAfter = (definition: string, change: string) =>
      columnNamed(tableIn(replay([given, `ALTER TABLE t ADD COLUMN c ${definition}; ALTER TABLE t ALTER COLUMN c ${change};`]), 'public.t'), 'c')?.rows.holds;
    expect(holdsAfter('int', 'TYPE text')).toBe('null');
    expect(holdsAfter('int', 'TYPE text USING c::text')).toBe('null');
    expect(holdsAfter('int', 'TYPE text USING coalesce(c::text, id::text)')).toBe('anything');
    expect(holdsAfter('int DEFAULT 1', 'TYPE text')).toBe('anything');
  });
});

describe('what PostgreSQL would refuse', () => {
  const same = (given: string, sql: string): void =>
    expect(replay([given, sql]).tables.get('public.t')?.columns).toEqual(replay([given, 'SELECT 1']).tables.get('public.t')?.columns);
  test.each([
    ['a table that exists', 'CREATE TABLE t (z int);'],
    ['a column that exists', 'ALTER TABLE t ADD COLUMN a text;'],
    ['a second primary key', 'ALTER TABLE t ADD PRIMARY KEY (b);'],
    ['a new name that is taken', 'ALTER TABLE t RENAME COLUMN a TO b;'],
    ['a column that is not there', 'ALTER TABLE t ALTER COLUMN z SET NOT NULL;'],
  ])('%s changes nothing', (_what, sql) => same('CREATE TABLE t (a int PRIMARY KEY, b int);', sql));
  test('a table name that is taken', () => {
    const catalog = replay(['CREATE TABLE t (a int); CREATE TABLE u (b int);', 'ALTER TABLE t RENAME TO u;']);
    expect(columns(tableIn(catalog, 'public.u'))).toEqual(['b']);
    expect(columns(tableIn(catalog, 'public.t'))).toEqual(['a']);
  });
  test('an index name that is taken', () =>
    expect(tableIn(replay('CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE UNIQUE INDEX i ON t (a);'), 'public.t').indexes).toHaveLength(1));
});
