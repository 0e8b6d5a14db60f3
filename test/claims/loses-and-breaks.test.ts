import { proveClaims } from './claims.ts';

const USER = `CREATE TABLE "User" ("id" int PRIMARY KEY, "email" text, "age" int); INSERT INTO "User" VALUES (1, 'a', 1), (2, 'b', NULL);`;
const SELECT = 'SELECT "id", "email", "age" FROM "User"';
const INSERT = `INSERT INTO "User" ("id", "email", "age") VALUES (9, 'z', 1)`;
const ROLE = `CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN'); CREATE TABLE "User" ("id" int PRIMARY KEY, "role" "Role" NOT NULL DEFAULT 'USER'); INSERT INTO "User" VALUES (1, 'ADMIN');`;

proveClaims({
  'drop-column': [
    {
      says: 'the old SELECT and INSERT fail with 42703',
      setup: USER,
      sql: 'ALTER TABLE "User" DROP COLUMN "email"',
      probes: [SELECT, INSERT],
      probed: ['42703', '42703'],
    },
    {
      says: 'indexes and constraints that use the column go with it',
      setup: `${USER} CREATE INDEX i ON "User"("age", "email");`,
      sql: 'ALTER TABLE "User" DROP COLUMN "email"',
      ask: [`SELECT count(*)::int AS n FROM pg_class WHERE relname = 'i'`],
      answered: [[{ n: 0 }]],
    },
  ],
  'drop-table': [{ says: 'the old SELECT fails with 42P01', setup: USER, sql: 'DROP TABLE "User"', probes: [SELECT], probed: ['42P01'] }],
  'drop-view': [
    {
      says: 'reading it fails with 42P01',
      setup: `${USER} CREATE VIEW v AS SELECT "id" FROM "User";`,
      sql: 'DROP VIEW v',
      probes: ['SELECT "id" FROM v'],
      probed: ['42P01'],
    },
  ],
  'drop-schema': [
    {
      says: 'CASCADE takes the tables along',
      setup: 'CREATE SCHEMA billing; CREATE TABLE billing.t (id int);',
      sql: 'DROP SCHEMA billing CASCADE',
      probes: ['SELECT id FROM billing.t'],
      probed: ['42P01'],
    },
  ],
  'drop-cascade': [
    {
      says: 'DROP TYPE CASCADE drops the columns of the type',
      setup: ROLE,
      sql: 'DROP TYPE "Role" CASCADE',
      probes: ['SELECT "role" FROM "User"'],
      probed: ['42703'],
    },
  ],
  'rename-as-drop-and-add': [
    {
      says: 'the values are gone',
      setup: USER,
      sql: 'ALTER TABLE "User" DROP COLUMN "email", ADD COLUMN "mail" text',
      ask: ['SELECT count("mail")::int AS n FROM "User"'],
      answered: [[{ n: 0 }]],
    },
    { says: 'a required one fails with 23502', setup: USER, sql: 'ALTER TABLE "User" DROP COLUMN "email", ADD COLUMN "mail" text NOT NULL', error: '23502' },
    {
      says: 'RENAME keeps them',
      setup: USER,
      sql: 'ALTER TABLE "User" RENAME COLUMN "email" TO "mail"',
      ask: ['SELECT count("mail")::int AS n FROM "User"'],
      answered: [[{ n: 2 }]],
    },
  ],
  'drop-and-recreate-column': [
    {
      says: 'the values do not come back',
      setup: USER,
      sql: 'ALTER TABLE "User" DROP COLUMN "age", ADD COLUMN "age" text',
      ask: ['SELECT count("age")::int AS n FROM "User"'],
      answered: [[{ n: 0 }]],
    },
  ],
  'truncate-table': [
    {
      says: 'CASCADE empties the tables that reference it, under ACCESS EXCLUSIVE',
      setup: `${USER} CREATE TABLE c (u int REFERENCES "User"); INSERT INTO c VALUES (1);`,
      sql: 'TRUNCATE "User" CASCADE',
      locks: { User: 'ACCESS EXCLUSIVE', c: 'ACCESS EXCLUSIVE' },
      ask: ['SELECT count(*)::int AS n FROM c'],
      answered: [[{ n: 0 }]],
    },
  ],
  'delete-without-where': [
    {
      says: 'WHERE 1 = 1 removes every row',
      setup: USER,
      sql: 'DELETE FROM "User" WHERE 1 = 1',
      ask: ['SELECT count(*)::int AS n FROM "User"'],
      answered: [[{ n: 0 }]],
    },
  ],
  'delete-rows': [
    {
      says: 'ON DELETE CASCADE takes rows of other tables along',
      setup: `${USER} CREATE TABLE c (u int REFERENCES "User" ON DELETE CASCADE); INSERT INTO c VALUES (1);`,
      sql: 'DELETE FROM "User" WHERE "id" = 1',
      ask: ['SELECT count(*)::int AS n FROM c'],
      answered: [[{ n: 0 }]],
    },
  ],
  'update-without-where': [
    {
      says: 'what the rows held is gone',
      setup: USER,
      sql: `UPDATE "User" SET "email" = ''`,
      ask: [`SELECT count(*)::int AS n FROM "User" WHERE "email" <> ''`],
      answered: [[{ n: 0 }]],
    },
  ],
  'rename-column': [
    {
      says: 'the old SELECT and INSERT fail with 42703',
      setup: USER,
      sql: 'ALTER TABLE "User" RENAME COLUMN "email" TO "mail"',
      probes: [SELECT, INSERT],
      probed: ['42703', '42703'],
    },
  ],
  'rename-table': [
    { says: 'the old SELECT fails with 42P01', setup: USER, sql: 'ALTER TABLE "User" RENAME TO "Account"', probes: [SELECT], probed: ['42P01'] },
    {
      says: 'a view with the old name takes SELECT and INSERT',
      setup: USER,
      sql: 'ALTER TABLE "User" RENAME TO "Account"; CREATE VIEW "User" AS SELECT * FROM "Account"',
      probes: [SELECT, INSERT],
      probed: ['ok', 'ok'],
    },
  ],
  'move-to-schema': [
    {
      says: 'the old SELECT fails with 42P01',
      setup: `DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA other; ${USER}`,
      sql: 'ALTER TABLE "User" SET SCHEMA other',
      probes: [SELECT],
      probed: ['42P01'],
    },
    {
      says: 'a view left behind takes SELECT and INSERT',
      setup: `DROP SCHEMA IF EXISTS other CASCADE; CREATE SCHEMA other; ${USER}`,
      sql: 'ALTER TABLE "User" SET SCHEMA other; CREATE VIEW "User" AS SELECT * FROM other."User"',
      probes: [SELECT, INSERT],
      probed: ['ok', 'ok'],
    },
  ],
  'rename-enum-value': [
    {
      says: 'writing the old value fails with 22P02',
      setup: ROLE,
      sql: `ALTER TYPE "Role" RENAME VALUE 'ADMIN' TO 'OWNER'`,
      probes: [`INSERT INTO "User" VALUES (2, 'ADMIN')`],
      probed: ['22P02'],
    },
  ],
  'rename-type': [
    {
      says: 'a cast to the old name fails with 42704',
      setup: ROLE,
      sql: 'ALTER TYPE "Role" RENAME TO "UserRole"',
      probes: [`INSERT INTO "User" VALUES (2, 'ADMIN'::"Role")`],
      probed: ['42704'],
    },
  ],
  'drop-type': [
    {
      says: 'a cast to it fails with 42704',
      setup: ROLE,
      sql: 'ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT; ALTER TABLE "User" ALTER COLUMN "role" TYPE text; DROP TYPE "Role"',
      probes: [`INSERT INTO "User" VALUES (2, 'ADMIN'::"Role")`],
      probed: ['42704'],
    },
  ],
  'drop-default': [
    {
      says: 'an INSERT without the column fails with 23502',
      setup: ROLE,
      sql: 'ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT',
      probes: ['INSERT INTO "User" ("id") VALUES (2)'],
      probed: ['23502'],
    },
    {
      says: 'a BEFORE INSERT trigger gives the value in time',
      setup: `${ROLE}; CREATE FUNCTION role_of() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.role := 'USER'; RETURN NEW; END $$;
CREATE TRIGGER role_of BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION role_of()`,
      sql: 'ALTER TABLE "User" ALTER COLUMN "role" DROP DEFAULT',
      probes: ['INSERT INTO "User" ("id") VALUES (2)'],
      probed: ['ok'],
    },
  ],
  'new-enum-value-written': [
    {
      says: 'rows can hold a value that was not there before',
      setup: ROLE,
      sql: `ALTER TYPE "Role" RENAME VALUE 'ADMIN' TO 'OWNER'; UPDATE "User" SET "role" = 'OWNER'`,
      ask: ['SELECT "role"::text AS role FROM "User"'],
      answered: [[{ role: 'OWNER' }]],
    },
  ],
  'relax-not-null': [
    {
      says: 'a NULL can be written from now on',
      setup: ROLE,
      sql: 'ALTER TABLE "User" ALTER COLUMN "role" DROP NOT NULL',
      probes: ['INSERT INTO "User" VALUES (2, NULL)'],
      probed: ['ok'],
    },
  ],
  'stricter-writes': [
    {
      says: 'a CHECK that is NOT VALID applies to new writes: 23514',
      setup: USER,
      sql: 'ALTER TABLE "User" ADD CONSTRAINT c CHECK ("age" > 5) NOT VALID',
      probes: [INSERT],
      probed: ['23514'],
    },
    {
      says: 'what a trigger raises is an error of the INSERT',
      setup: `${USER} CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';`,
      sql: 'CREATE TRIGGER g BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION f()',
      probes: [INSERT],
      probed: ['P0001'],
    },
  ],
});
