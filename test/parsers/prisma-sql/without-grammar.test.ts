import { expect, test, vi } from 'vitest';
import type { Script } from '../../../src/operation/index.ts';
import { createLibpgQueryParser } from '../../../src/parsers/index.ts';

// Where every statement is of a form that Prisma prints, PostgreSQL's grammar is not called: here it would fail.

vi.mock('libpg-query', async (original) => ({
  ...(await original<object>()),
  parseSync: () => {
    throw new Error('the grammar was called');
  },
}));

const parser = await createLibpgQueryParser();
const kindsOf = ({ statements }: Script): readonly string[] => statements.flatMap(({ operations }) => operations.map(({ kind }) => kind));

test.each([
  [
    '-- CreateTable\nCREATE TABLE "T" (\n  "id" SERIAL NOT NULL,\n  "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n  CONSTRAINT "T_pkey" PRIMARY KEY ("id")\n);',
    ['createTable'],
  ],
  ['CREATE UNIQUE INDEX "i" ON "T"("a", "b" DESC);', ['createIndex']],
  ['CREATE INDEX CONCURRENTLY "i" ON "T" USING gin ("a" jsonb_path_ops);', ['createIndex']],
  [
    'ALTER TABLE "T" ADD COLUMN "a" TEXT[] DEFAULT ARRAY[]::TEXT[],\nDROP COLUMN "b",\nALTER COLUMN "c" SET NOT NULL;',
    ['addColumn', 'dropColumn', 'setNotNull'],
  ],
  ['ALTER TABLE "T" ALTER COLUMN "s" TYPE "S_new" USING ("s"::text::"S_new");', ['alterColumnType']],
  ['ALTER TABLE "T" ADD CONSTRAINT "f" FOREIGN KEY ("u") REFERENCES "U"("id") ON DELETE SET NULL ON UPDATE CASCADE;', ['addConstraint']],
  [
    'BEGIN;\nCREATE TYPE "S_new" AS ENUM (\'A\', \'B\');\nALTER TYPE "S" RENAME TO "S_old";\nDROP TYPE "S_old";\nCOMMIT;',
    ['transaction', 'createEnum', 'renameType', 'dropType', 'transaction'],
  ],
  [
    'ALTER TYPE "S" ADD VALUE \'C\';\n\nALTER INDEX "i" RENAME TO "j";\nALTER TABLE "T" RENAME CONSTRAINT "a" TO "b";',
    ['addEnumValue', 'renameIndex', 'renameConstraint'],
  ],
  [
    'CREATE SCHEMA IF NOT EXISTS "auth";\nCREATE EXTENSION IF NOT EXISTS "citext" WITH SCHEMA "public";\nDROP TABLE "auth"."T";\nDROP INDEX "i";',
    ['createSchema', 'createExtension', 'dropTable', 'dropIndex'],
  ],
  ['', []],
])('%j', (sql, kinds) => {
  const script = parser.parse(sql);
  expect(script.problems).toEqual([]);
  expect(kindsOf(script)).toEqual(kinds);
});

test('but for others', () => {
  expect(kindsOf(parser.parse('DROP INDEX "i"; SELECT 1'))).not.toContain('select');
});
