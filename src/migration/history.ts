import { sep } from 'node:path';
import type { Encoding } from './decode.ts';
import { entriesIn, type FoundEntry } from './entries.ts';
import { exists, inOrder, MIGRATION_FILE, migrationNames } from './folder.ts';
import { readText } from './read.ts';

export interface MigrationFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
}

export interface Unreadable {
  readonly path: string;
  /** `is a folder`. */
  readonly because: string;
}

/** All migrations of a folder, in the order in which Prisma applies them. */
export interface History {
  readonly migrations: readonly MigrationFile[];
  readonly unreadable: readonly Unreadable[];
  /** What lies among them and is none. */
  readonly entries: readonly FoundEntry[];
}

export function historyOf(folder: string): History {
  const migrations: MigrationFile[] = [];
  const unreadable: Unreadable[] = [];
  for (const name of migrationNames(folder)) {
    const path = `${folder}${sep}${name}${sep}${MIGRATION_FILE}`;
    const read = readText(path);
    if (read.is === 'read') migrations.push({ name, path, text: read.text, encoding: read.encoding });
    else if (exists(path)) unreadable.push({ path, because: read.because });
  }
  return { migrations, unreadable, entries: entriesIn(folder, new Set([...migrations, ...unreadable].map(({ path }) => path))) };
}

/** The history as it would be with this file in it, instead of the one that has its name. */
export const withFile = (history: History, file: MigrationFile): History => ({
  ...history,
  migrations: [...history.migrations.filter(({ name }) => name !== file.name), file].sort((a, b) => inOrder(a.name, b.name)),
  unreadable: history.unreadable.filter(({ path }) => path !== file.path),
  entries: history.entries.filter(({ name }) => name !== file.name),
});
