/**
 * What the rules about the runner claim: the statements of one migration, and what PostgreSQL answers when they arrive as one
 * message (Prisma up to 7.3, and later ones that cannot split a file) or one by one (from 7.4 on).
 */
export interface WireCase {
  readonly rule: string;
  readonly says: string;
  readonly statements: readonly string[];
  /** SQLSTATE of the error that ends it; null: none. */
  readonly oneMessage: string | null;
  readonly oneByOne: string | null;
  /** A query that gives one value, as text, and what it gives afterwards, on the same connection. */
  readonly asks?: string;
  readonly afterOneMessage?: string | null;
  readonly afterOneByOne?: string | null;
}

export const SETUP = `
CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
CREATE TABLE "User" ("id" int PRIMARY KEY, "email" text, "age" int, "role" "Role" NOT NULL DEFAULT 'USER');
INSERT INTO "User" VALUES (1, 'a', 1), (2, NULL, 2);
CREATE INDEX "old" ON "User"("age");
`;

const FAILS = 'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL';
const COLUMNS = `SELECT string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'User' AND column_name LIKE 'c_'`;
const TIMEOUT = "SELECT current_setting('lock_timeout')";
const STRONGEST = `SELECT max(mode) FILTER (WHERE mode = 'AccessExclusiveLock') FROM pg_locks WHERE pid = pg_backend_pid() AND relation = '"User"'::regclass`;
const add = (column: string): string => `ALTER TABLE "User" ADD COLUMN "${column}" int`;

export const WIRE_CASES: readonly WireCase[] = [
  {
    rule: 'half-applied-on-failure',
    says: 'what ran before the failure stays only when statements come one by one',
    statements: [add('c1'), add('c2'), FAILS],
    oneMessage: '23502',
    oneByOne: '23502',
    asks: COLUMNS,
    afterOneMessage: null,
    afterOneByOne: 'c1,c2',
  },
  {
    rule: 'half-applied-on-failure',
    says: 'BEGIN … COMMIT makes them one again, but for what stands before BEGIN',
    statements: [add('c1'), 'BEGIN', add('c2'), FAILS, 'COMMIT'],
    oneMessage: '23502',
    oneByOne: '23502',
    asks: COLUMNS,
    afterOneMessage: null,
    afterOneByOne: 'c1',
  },
  {
    rule: 'concurrently-in-transaction',
    says: 'alone it runs',
    statements: ['CREATE INDEX CONCURRENTLY "i" ON "User"("age")'],
    oneMessage: null,
    oneByOne: null,
  },
  {
    rule: 'concurrently-in-transaction',
    says: 'beside another statement it is refused in one message',
    statements: [add('c1'), 'CREATE INDEX CONCURRENTLY "i" ON "User"("age")'],
    oneMessage: '25001',
    oneByOne: null,
  },
  {
    rule: 'concurrently-in-transaction',
    says: 'so is DROP INDEX',
    statements: ['DROP INDEX CONCURRENTLY "old"', add('c1')],
    oneMessage: '25001',
    oneByOne: null,
  },
  {
    rule: 'concurrently-in-transaction',
    says: 'in BEGIN … COMMIT it is refused either way',
    statements: ['BEGIN', 'CREATE INDEX CONCURRENTLY "i" ON "User"("age")', 'COMMIT'],
    oneMessage: '25001',
    oneByOne: '25001',
  },
  {
    rule: 'enum-value-used-before-commit',
    says: 'a new value is unsafe in the transaction that adds it',
    statements: [`ALTER TYPE "Role" ADD VALUE 'OWNER'`, `ALTER TABLE "User" ALTER COLUMN "role" SET DEFAULT 'OWNER'`],
    oneMessage: '55P04',
    oneByOne: null,
  },
  {
    rule: 'set-local-without-effect',
    says: 'SET LOCAL lasts for the message, or not at all',
    statements: [`SET LOCAL lock_timeout = '5s'`, `SELECT set_config('lint.seen', current_setting('lock_timeout'), false)`],
    oneMessage: null,
    oneByOne: null,
    asks: `SELECT current_setting('lint.seen')`,
    afterOneMessage: '5s',
    afterOneByOne: '0',
  },
  {
    rule: 'set-leaks-into-later-migrations',
    says: 'SET outlives the file',
    statements: [`SET lock_timeout = '5s'`, add('c1')],
    oneMessage: null,
    oneByOne: null,
    asks: TIMEOUT,
    afterOneMessage: '5s',
    afterOneByOne: '5s',
  },
  {
    rule: 'set-leaks-into-later-migrations',
    says: 'RESET ends it, and so does SET LOCAL in one message',
    statements: [`SET LOCAL lock_timeout = '5s'`, `SET statement_timeout = 0`, 'RESET statement_timeout'],
    oneMessage: null,
    oneByOne: null,
    asks: TIMEOUT,
    afterOneMessage: '0',
    afterOneByOne: '0',
  },
  {
    rule: 'begin-commit-surprise',
    says: 'COMMIT makes durable what stands before BEGIN and before itself; what follows is undone alone',
    statements: [add('c1'), 'BEGIN', add('c2'), 'COMMIT', add('c3'), FAILS],
    oneMessage: '23502',
    oneByOne: '23502',
    asks: COLUMNS,
    afterOneMessage: 'c1,c2',
    afterOneByOne: 'c1,c2,c3',
  },
  {
    rule: 'validate-in-same-transaction',
    says: 'the lock of ADD … NOT VALID is still held while VALIDATE scans',
    statements: [
      'ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("age" > 0) NOT VALID',
      'ALTER TABLE "User" VALIDATE CONSTRAINT "c"',
      `SELECT set_config('lint.seen', coalesce((${STRONGEST}), 'none'), false)`,
    ],
    oneMessage: null,
    oneByOne: null,
    asks: `SELECT current_setting('lint.seen')`,
    afterOneMessage: 'AccessExclusiveLock',
    afterOneByOne: 'none',
  },
];
