import { readdirSync } from 'node:fs';
import { sep } from 'node:path';
import type { FolderEntry } from '../core/index.ts';
import { MIGRATION_FILE } from './folder.ts';

/** Something among the migrations that is none. */
export interface FoundEntry {
  /** Of the folder or file. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly entry: FolderEntry;
}

/**
 * What lies among the migrations and is none: folders at which Prisma stops, SQL that it never runs. Folders with programs in
 * them belong to runners that projects have beside Prisma's (data migrations in `migration.ts`).
 *
 * @param migrations paths of the files that are some, or should be
 */
export function entriesIn(folder: string, migrations: ReadonlySet<string>): readonly FoundEntry[] {
  return listing(folder).flatMap((item): readonly FoundEntry[] => {
    const path = `${folder}${sep}${item.name}`;
    if (item.isFile()) return item.name.endsWith('.sql') ? [{ name: item.name, path, entry: { is: 'stray file', name: item.name } }] : [];
    if (!item.isDirectory() || migrations.has(`${path}${sep}${MIGRATION_FILE}`)) return [];
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
    if (files.some((name) => /\.[cm]?[jt]s$/.test(name))) return [];
    const holds = files.filter((name) => name.endsWith('.sql')).map((name) => name.split(sep).join('/'));
    return [{ name: item.name, path, entry: { is: 'folder without migration.sql', holds: holds.sort() } }];
  });
}

function listing(folder: string): ReturnType<typeof entries> {
  try {
    return entries(folder);
  } catch {
    return [];
  }
}

const entries = (folder: string) => readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
