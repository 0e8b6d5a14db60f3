/** The text of one of many migrations, as Prisma would write it: first the tables, then columns, indexes and rows of them. */
export function generated(position: number, tables: number): string {
  const table = (at: number): string => `"Table${at % tables}"`;
  if (position < tables) return created(position, table(position), table(position >> 1));
  const some = position * 7919;
  const [one, other] = [table(some), table(some + 1)];
  const statements = [
    `-- AlterTable\nALTER TABLE ${one} ADD COLUMN "c${position}" TEXT;`,
    `-- AlterTable\nALTER TABLE ${other} ADD COLUMN "n${position}" INTEGER NOT NULL DEFAULT 0;`,
    `-- CreateIndex\nCREATE INDEX "${one.slice(1, -1)}_c${position}_idx" ON ${one}("c${position}");`,
    position % 2 === 0 ? `UPDATE ${one} SET "c${position}" = '' WHERE "c${position}" IS NULL;` : `ALTER TABLE ${other} ALTER COLUMN "name" DROP NOT NULL;`,
  ];
  return `${statements.join('\n\n')}\n`;
}

const created = (position: number, name: string, parent: string): string => `-- CreateTable
CREATE TABLE ${name} (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "amount" INTEGER,
    "parentId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Table${position}_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Table${position}_name_key" ON ${name}("name");

-- AddForeignKey
ALTER TABLE ${name} ADD CONSTRAINT "Table${position}_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES ${parent}("id") ON DELETE SET NULL ON UPDATE CASCADE;
`;

export const nameOf = (position: number): string => `2025${String(position).padStart(6, '0')}_change`;

/** So much time or memory, as sorted samples say. */
export const percentile = (samples: readonly number[], part: number): number =>
  samples.toSorted((a, b) => a - b)[Math.min(samples.length - 1, Math.floor(samples.length * part))] ?? 0;
