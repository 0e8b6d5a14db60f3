// A history that is as long as one likes, always the same: tables that come one after the other, refer to each other and are
// changed later on in the ways in which projects change theirs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MIGRATIONS_PER_TABLE = 40 / 3;

/** `{ name, text }` of each migration. 8,000 of them hold 30,000 statements on 600 tables. */
export function history(migrations) {
  const tables = Math.max(1, Math.round(migrations / MIGRATIONS_PER_TABLE));
  let created = 0;
  return Array.from({ length: migrations }, (_, index) => {
    const creates = created < tables && index >= Math.floor((created * migrations) / tables);
    const statements = creates ? creation(created++) : change(index, (index * 7) % created);
    return { name: `${20000000000000 + index}_step_${index}`, text: `${statements.join('\n\n')}\n` };
  });
}

const creation = (table) => [
  `-- CreateEnum\nCREATE TYPE "State${table}" AS ENUM ('NEW', 'ACTIVE', 'DONE');`,
  `-- CreateTable\nCREATE TABLE "Table${table}" (\n    "id" TEXT NOT NULL,\n    "name" TEXT NOT NULL,\n    "state" "State${table}" NOT NULL DEFAULT 'NEW',\n    "amount" DECIMAL(65,30),\n    "parentId" TEXT,\n    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,\n\n    CONSTRAINT "Table${table}_pkey" PRIMARY KEY ("id")\n);`,
  `-- CreateIndex\nCREATE UNIQUE INDEX "Table${table}_name_key" ON "Table${table}"("name");`,
  `-- AddForeignKey\nALTER TABLE "Table${table}" ADD CONSTRAINT "Table${table}_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Table${Math.max(0, table - 1)}"("id") ON DELETE SET NULL ON UPDATE CASCADE;`,
];

/** What is done to a table in one migration; each column is called after it. */
function change(index, table) {
  const [name, column] = [`"Table${table}"`, `"c${index}"`];
  const kinds = [
    [
      `-- AlterTable\nALTER TABLE ${name} ADD COLUMN ${column} TEXT;`,
      `UPDATE ${name} SET ${column} = lower("name") WHERE ${column} IS NULL;`,
      `ALTER TABLE ${name} ALTER COLUMN ${column} SET NOT NULL;`,
      `-- CreateIndex\nCREATE INDEX "Table${table}_c${index}_idx" ON ${name}(${column});`,
    ],
    [
      `-- AlterTable\nALTER TABLE ${name} ADD COLUMN ${column} INTEGER NOT NULL DEFAULT 0;`,
      `ALTER TABLE ${name} ADD CONSTRAINT "Table${table}_c${index}_check" CHECK (${column} >= 0 AND ${column} < 100) NOT VALID;`,
      `ALTER TABLE ${name} VALIDATE CONSTRAINT "Table${table}_c${index}_check";`,
      `ALTER TABLE ${name} DROP CONSTRAINT "Table${table}_c${index}_check";`,
    ],
    [
      `-- AlterTable\nALTER TABLE ${name} ALTER COLUMN "amount" SET DATA TYPE DECIMAL(20,${index % 9});`,
      `ALTER TABLE ${name} ADD COLUMN ${column} JSONB;`,
      `ALTER TABLE ${name} DROP COLUMN ${column};`,
    ],
    [
      `INSERT INTO ${name} ("id", "name") VALUES ('${index}', 'row ${index}') ON CONFLICT DO NOTHING;`,
      `DELETE FROM ${name} WHERE "state" = 'DONE' AND "createdAt" < '2020-01-01';`,
      `DROP INDEX "Table${table}_name_key";`,
      `CREATE UNIQUE INDEX "Table${table}_name_key" ON ${name}("name");`,
    ],
  ];
  return kinds[index % kinds.length];
}

/** Writes a project with the history; its migrations folder. */
export function writeProject(folder, migrations) {
  const home = join(folder, 'prisma', 'migrations');
  for (const { name, text } of history(migrations)) {
    mkdirSync(join(home, name), { recursive: true });
    writeFileSync(join(home, name, 'migration.sql'), text);
  }
  writeFileSync(join(home, 'migration_lock.toml'), 'provider = "postgresql"\n');
  return home;
}
