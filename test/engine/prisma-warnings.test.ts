import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lint } from '../../src/engine/index.ts';
import { loadParser, projectOf } from './bench.ts';

const parser = await loadParser();

const GIVEN = `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, "age" TEXT, "role" "Role" NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Old" ("id" INTEGER);`;

const block = (...lines: readonly string[]): string => `/*\n  Warnings:\n\n${lines.map((line) => `  - ${line}\n`).join('')}\n*/\n`;

/** Rules whose findings carry a warning of Prisma, with the first words of it. */
function warned(sql: string): readonly string[] {
  const { diagnostics } = lint({ parser, today: null, projects: [projectOf([GIVEN, sql], { rules })] });
  return diagnostics.flatMap(({ rule, evidence, why }) => {
    const { prismaWarnings } = evidence;
    if (!Array.isArray(prismaWarnings)) return [];
    expect(why).toContain('Prisma warned of it when it wrote the file');
    return prismaWarnings.map((text) => `${rule}: ${String(text).split(' ').slice(0, 6).join(' ')}`);
  });
}

const DROP_COLUMN = 'You are about to drop the column `email` on the `User` table. All the data in the column will be lost.';

describe('a warning of Prisma that still stands in the file', () => {
  test.each<readonly [line: string, sql: string, rule: string]>([
    [DROP_COLUMN, 'ALTER TABLE "User" DROP COLUMN "email";', 'drop-column'],
    ['You are about to drop the `Old` table. If the table is not empty, all the data it contains will be lost.', 'DROP TABLE "Old";', 'drop-table'],
    [
      'The `age` column on the `User` table would be dropped and recreated. This will lead to data loss if there is data in the column.',
      'ALTER TABLE "User" DROP COLUMN "age",\nADD COLUMN     "age" INTEGER;',
      'drop-and-recreate-column',
    ],
    [
      'You are about to alter the column `age` on the `User` table. The data in that column could be lost. The data in that column will be cast from `Text` to `VarChar(3)`.',
      'ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE VARCHAR(3);',
      'change-column-type',
    ],
    [
      'A unique constraint covering the columns `[email,age]` on the table `User` will be added. If there are existing duplicate values, this will fail.',
      'CREATE UNIQUE INDEX "k" ON "User"("email", "age");',
      'unique-without-duplicate-check',
    ],
    [
      'Added the required column `b` to the `User` table without a default value. This is not possible if the table is not empty.',
      'ALTER TABLE "User" ADD COLUMN     "b" TEXT NOT NULL;',
      'required-column-without-default',
    ],
    [
      'Made the column `email` on table `User` required. This step will fail if there are existing NULL values in that column.',
      'ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;',
      'set-not-null-without-backfill',
    ],
    [
      'The primary key for the `User` table will be changed. If it partially fails, the table could be left without primary key constraint.',
      'ALTER TABLE "User" DROP CONSTRAINT "User_pkey",\nADD CONSTRAINT "User_pkey" PRIMARY KEY ("email");',
      'primary-key-over-existing-rows',
    ],
    [
      'The values [B] on the enum `Role` will be removed. If these variants are still used in the database, this will fail.',
      `BEGIN;\nCREATE TYPE "Role_new" AS ENUM ('A');\nALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");\nALTER TYPE "Role" RENAME TO "Role_old";\nALTER TYPE "Role_new" RENAME TO "Role";\nDROP TYPE "Role_old";\nCOMMIT;`,
      'remove-enum-value',
    ],
  ])('%s', (line, sql, rule) => {
    expect(warned(`${block(line)}${sql}\n`)).toEqual([`${rule}: ${line.split(' ').slice(0, 6).join(' ')}`]);
    expect(warned(sql)).toEqual([]);
  });
  test('of another table or column says nothing here', () => {
    expect(warned(`${block(DROP_COLUMN.replace('email', 'age'))}ALTER TABLE "User" DROP COLUMN "email";\n`)).toEqual([]);
    expect(warned(`${block(DROP_COLUMN.replace('User', 'Old'))}ALTER TABLE "User" DROP COLUMN "email";\n`)).toEqual([]);
  });
  test('is added to the finding of its statement only', () => {
    const sql = `${block(DROP_COLUMN)}ALTER TABLE "User" DROP COLUMN "email";\nALTER TABLE "User" DROP COLUMN "age";\n`;
    expect(warned(sql)).toHaveLength(1);
  });
  test('with the ends of lines of Windows', () => {
    expect(warned(`${block(DROP_COLUMN)}ALTER TABLE "User" DROP COLUMN "email";\n`.replaceAll('\n', '\r\n'))).toHaveLength(1);
  });
});
