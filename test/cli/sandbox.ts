import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { loadPrisma } from '../../src/prisma-schema/index.ts';
import type { World } from '../../src/cli/world.ts';

/** A folder with these files (text or bytes by path), which is gone after the test. A `.git` keeps searches upwards inside. */
export function sandbox(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, '.git'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs in a folder and says nothing. */
export const worldIn = (cwd: string): World => ({
  cwd,
  env: {},
  stdout: { isTerminal: false, columns: null, write: async () => {} },
  stderr: { isTerminal: false, columns: null, write: async () => {} },
  readStdin: async () => new Uint8Array(),
  now: () => 0,
  today: '2025-06-01',
  loadPrisma,
});

/** Runs the command in a folder, without a process of its own. */
export async function command(cwd: string, args: readonly string[], given: Partial<World> & { readonly input?: string } = {}): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr'): World['stdout'] => ({
    isTerminal: false,
    columns: null,
    write: async (text) => {
      written[name] += text;
    },
  });
  const world: World = {
    ...worldIn(cwd),
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    readStdin: async () => new TextEncoder().encode(given.input ?? ''),
    ...given,
  };
  const code = await main(args, world);
  return { code, ...written };
}

export const LOCK = 'provider = "postgresql"\n';
export const INIT = 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n';
export const DROP = 'ALTER TABLE "User" DROP COLUMN "email";\n';
export const INDEX = 'CREATE INDEX "User_email_idx" ON "User"("email");\n';

/** A project with a history of two migrations, the second of which loses data. */
export const PROJECT: Readonly<Record<string, string>> = {
  'package.json': '{ "devDependencies": { "prisma": "6.16.1" } }',
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id Int @id\n}\n',
  'prisma/migrations/migration_lock.toml': LOCK,
  'prisma/migrations/20250101000000_init/migration.sql': INIT,
  'prisma/migrations/20250102000000_drop/migration.sql': DROP,
};
