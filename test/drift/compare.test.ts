import { describe, expect, test } from 'vitest';
import { compareCatalogs, type Difference, type External } from '../../src/drift/index.ts';
import { replayed } from './replayed.ts';

const NOTHING_EXTERNAL: External = { tables: [], enums: [] };
const compare = (described: string, migrated: string, external = NOTHING_EXTERNAL): readonly Difference[] =>
  compareCatalogs(replayed(described), replayed(migrated), external);

/** `type User.email: TEXT | VARCHAR(50)`: schema | migrations. */
const shown = (described: string, migrated: string, external = NOTHING_EXTERNAL): readonly string[] =>
  compare(described, migrated, external).map(
    ({ what, on, columns, described: there, migrated: here }) =>
      `${what} ${[on.replace('public.', ''), ...(columns.length > 0 ? [columns.join(',')] : [])].join('.')}: ${there ?? '-'} | ${here ?? '-'}`,
  );

const table = (columns: string, name = 'T'): string => `CREATE TABLE "${name}" (${columns});`;

describe('differences', () => {
  test.each<readonly [name: string, described: string, migrated: string, ...differences: readonly string[]]>([
    ['a table that no migration makes', table('"a" INTEGER'), '', 'table T: CREATE TABLE | -'],
    ['a table that the schema has not', '', table('"a" INTEGER'), 'table T: - | CREATE TABLE'],
    ['a column', table('"a" INTEGER, "b" TEXT NOT NULL DEFAULT \'x\''), table('"a" INTEGER'), "column T.b: TEXT NOT NULL DEFAULT 'x' | -"],
    ['a type', table('"a" TIMESTAMP(3)'), table('"a" TIMESTAMPTZ(3)'), 'type T.a: TIMESTAMP(3) | TIMESTAMPTZ(3)'],
    ['NOT NULL', table('"a" INTEGER NOT NULL'), table('"a" INTEGER'), 'nullability T.a: NOT NULL | NULL'],
    ['a default', table('"a" INTEGER DEFAULT 1'), table('"a" INTEGER DEFAULT 2'), 'default T.a: DEFAULT 1 | DEFAULT 2'],
    ['a default of one side', table('"a" TIMESTAMP(3)'), table('"a" TIMESTAMP(3) DEFAULT now()'), 'default T.a: no default | DEFAULT now()'],
    ['autoincrement', table('"a" SERIAL NOT NULL'), table('"a" INTEGER NOT NULL'), 'default T.a: autoincrement | no default'],
    [
      'a primary key',
      table('"a" INTEGER NOT NULL, "b" INTEGER NOT NULL, PRIMARY KEY ("a", "b")'),
      table('"a" INTEGER NOT NULL, "b" INTEGER NOT NULL, PRIMARY KEY ("a")'),
      'primary key T.a,b: PRIMARY KEY (a, b) | PRIMARY KEY (a)',
    ],
    ['a unique key', `${table('"a" INTEGER')} CREATE UNIQUE INDEX "k" ON "T"("a");`, table('"a" INTEGER'), 'unique T.a: UNIQUE INDEX k (a) | -'],
    ['an index', table('"a" INTEGER'), `${table('"a" INTEGER')} CREATE INDEX "i" ON "T" USING GIN ("a" x_ops);`, 'index T.a: - | INDEX i USING GIN (a x_ops)'],
    [
      'the order of an index',
      `${table('"a" INTEGER')} CREATE INDEX "i" ON "T"("a" DESC);`,
      `${table('"a" INTEGER')} CREATE INDEX "i" ON "T"("a");`,
      'index T.a: INDEX i (a DESC) | -',
      'index T.a: - | INDEX i (a)',
    ],
    [
      'what a foreign key does',
      `${table('"id" INTEGER PRIMARY KEY')} ${table('"t" INTEGER REFERENCES "T"("id") ON DELETE CASCADE', 'U')}`,
      `${table('"id" INTEGER PRIMARY KEY')} ${table('"t" INTEGER REFERENCES "T"("id")', 'U')}`,
      'foreign key U.t: FOREIGN KEY (t) REFERENCES T(id) ON DELETE CASCADE ON UPDATE NO ACTION | FOREIGN KEY (t) REFERENCES T(id) ON DELETE NO ACTION ON UPDATE NO ACTION',
    ],
    ['an enum', `CREATE TYPE "E" AS ENUM ('a');`, '', 'enum E: a | -'],
    ['values of an enum', `CREATE TYPE "E" AS ENUM ('a', 'b');`, `CREATE TYPE "E" AS ENUM ('b', 'c');`, 'enum values E: a, b | b, c'],
  ])('%s', (_name, described, migrated, ...differences) => {
    expect(shown(described, migrated)).toEqual(differences);
  });
  test('of a column that one side has, its keys, indexes, foreign keys and enum are not told again', () => {
    const whole = `CREATE TYPE "E" AS ENUM ('a'); ${table('"a" INTEGER, "e" "E"')} CREATE UNIQUE INDEX "k" ON "T"("e"); CREATE INDEX "i" ON "T"("a", "e");`;
    expect(shown(whole, table('"a" INTEGER'))).toEqual(['column T.e: "E" | -']);
    expect(shown(whole, '')).toEqual(['table T: CREATE TABLE | -']);
  });
});

describe('no differences', () => {
  test.each<readonly [name: string, described: string, migrated: string]>([
    ['spellings of types', table('"a" DECIMAL(10,2), "b" TIMESTAMP(6), "c" INTEGER'), table('"a" numeric(10,2), "b" timestamp, "c" int4')],
    ['a type by its schema', `CREATE TYPE "E" AS ENUM ('a'); ${table('"a" "E"')}`, `CREATE TYPE "E" AS ENUM ('a'); ${table('"a" "public"."E"')}`],
    [
      'spellings of defaults',
      `CREATE TYPE "E" AS ENUM ('a'); ${table(`"a" "E" DEFAULT 'a', "b" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP, "c" BOOLEAN DEFAULT true, "d" DOUBLE PRECISION DEFAULT 1.0, "e" JSONB DEFAULT '{"a": 1}', "f" TEXT[] DEFAULT ARRAY[]::TEXT[], "g" TEXT[] DEFAULT ARRAY['x', 'y']`)}`,
      `CREATE TYPE "E" AS ENUM ('a'); ${table(`"a" "E" DEFAULT 'a'::"E", "b" TIMESTAMP(3) DEFAULT now(), "c" BOOLEAN DEFAULT 't', "d" DOUBLE PRECISION DEFAULT 1, "e" JSONB DEFAULT '{"a":1}'::jsonb, "f" TEXT[] DEFAULT '{}', "g" TEXT[] DEFAULT '{x,y}'`)}`,
    ],
    ['identity and serial', table('"a" SERIAL NOT NULL'), table('"a" INTEGER GENERATED BY DEFAULT AS IDENTITY')],
    ['a generated column', table('"a" INTEGER, "b" INTEGER'), table('"a" INTEGER, "b" INTEGER GENERATED ALWAYS AS ("a" * 2) STORED')],
    ['NOT NULL on lists', table('"a" TEXT[]'), table('"a" TEXT[] NOT NULL')],
    ['names of keys and indexes', `${table('"a" INTEGER')} CREATE INDEX "i" ON "T"("a");`, `${table('"a" INTEGER')} CREATE INDEX "j" ON "T"("a");`],
    ['a unique constraint', `${table('"a" INTEGER')} CREATE UNIQUE INDEX "k" ON "T"("a");`, table('"a" INTEGER UNIQUE')],
    [
      'the order of an enum and of columns',
      `CREATE TYPE "E" AS ENUM ('a', 'b'); ${table('"a" INTEGER, "b" "E"')}`,
      `CREATE TYPE "E" AS ENUM ('b', 'a'); ${table('"b" "E", "a" INTEGER')}`,
    ],
    [
      'a join table as Prisma 5 made it',
      `${table('"A" INTEGER NOT NULL, "B" INTEGER NOT NULL, CONSTRAINT "_X_AB_pkey" PRIMARY KEY ("A", "B")', '_X')} CREATE INDEX "_X_B_index" ON "_X"("B");`,
      `${table('"A" INTEGER NOT NULL, "B" INTEGER NOT NULL', '_X')} CREATE UNIQUE INDEX "_X_AB_unique" ON "_X"("A", "B"); CREATE INDEX "_X_B_index" ON "_X"("B");`,
    ],
    [
      'what Prisma cannot describe',
      table('"a" INTEGER, "b" TEXT'),
      `${table('"a" INTEGER CHECK ("a" > 0), "b" TEXT')}
       CREATE INDEX "p" ON "T"("a") WHERE "a" > 1; CREATE INDEX "e" ON "T"(lower("b")); CREATE INDEX "n" ON "T"("a") INCLUDE ("b");
       CREATE INDEX "v" ON "T" USING hnsw ("a"); CREATE VIEW "V" AS SELECT 1 AS x; ALTER TABLE "T" ENABLE ROW LEVEL SECURITY;
       CREATE POLICY "o" ON "T" USING (true); CREATE FOREIGN TABLE "F" ("a" INTEGER) SERVER s;`,
    ],
    [
      'an index of some of the rows, whose condition the schema cannot say',
      `${table('"a" INTEGER, "b" INTEGER')} CREATE INDEX "i" ON "T"("a", "b" DESC);`,
      `${table('"a" INTEGER, "b" INTEGER')} CREATE UNIQUE INDEX "i" ON "T"("a", "b" DESC) WHERE "b" > 0;`,
    ],
    [
      'partitions',
      table('"a" INTEGER NOT NULL'),
      'CREATE TABLE "T" ("a" INTEGER NOT NULL) PARTITION BY RANGE ("a"); CREATE TABLE "T1" PARTITION OF "T" FOR VALUES FROM (1) TO (2);',
    ],
    ["Prisma's own table", '', table('"id" TEXT', '_prisma_migrations')],
    ['a schema that Prisma is not told of', '', 'CREATE SCHEMA "audit"; CREATE TABLE "audit"."Log" ("a" INTEGER); CREATE TYPE "audit"."E" AS ENUM (\'x\');'],
    ['a view that stands for a model', table('"a" INTEGER'), 'CREATE VIEW "T" AS SELECT 1 AS a;'],
    ['types of a query that take PostgreSQL to tell', table('"a" INTEGER'), 'CREATE TABLE "T" AS SELECT some_function() AS a;'],
    ['a history that does not begin with an empty database', table('"a" INTEGER, "b" TEXT'), 'ALTER TABLE "T" ADD COLUMN "b" TEXT;'],
    [
      'an enum that a statement that was not understood may have changed',
      `CREATE TYPE "E" AS ENUM ('a', 'b');`,
      `CREATE TYPE "E" AS ENUM ('a'); DO $$ BEGIN EXECUTE format('ALTER TYPE %I ADD VALUE %L', 'E', 'b'); END $$;`,
    ],
    ['what a statement that was not understood may have made', table('"a" INTEGER'), `DO $$ BEGIN EXECUTE format('CREATE TABLE %I (a int)', 'T'); END $$;`],
  ])('%s', (_name, described, migrated) => {
    expect(shown(described, migrated)).toEqual([]);
  });
  test('of what is external', () => {
    const external = { tables: ['spatial_ref_sys', 'public.other'], enums: ['E'] };
    const migrated = `${table('"a" INTEGER', 'spatial_ref_sys')} ${table('"a" INTEGER', 'other')} CREATE TYPE "E" AS ENUM ('a');`;
    expect(shown('', migrated, external)).toEqual([]);
    expect(shown('', migrated)).toHaveLength(3);
  });
});
