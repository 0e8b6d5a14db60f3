import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

export const MIGRATION_FILE = 'migration.sql';
export const LOCK_FILE = 'migration_lock.toml';

/** Names of the folders in `folder`, in the order in which Prisma applies migrations: that of `localeCompare`. */
export function migrationNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort(inOrder);
  } catch {
    return [];
  }
}

/** Prisma sorts in the locale of the process; ours is fixed, so that a report does not depend on the machine. */
export function inOrder(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [one, other] = [rank(a[at]), rank(b[at])];
  return one !== null && other !== null ? one - other : a.localeCompare(b, 'en') || (a < b ? -1 : 1);
}

/** Hardly anything else occurs in names of migrations, and a collator takes 7 ms to load. */
const SORTED = ' _-0123456789abcdefghijklmnopqrstuvwxyz';

/** Null: only a collator knows. The end of a name comes first. */
function rank(character: string | undefined): number | null {
  const place = character === undefined ? -1 : SORTED.indexOf(character);
  return character !== undefined && place < 0 ? null : place;
}

/**
 * Whether folders in here are migrations: Prisma says so (lock file), or it is called so and some of them hold a migration.sql.
 * Under another name it takes two of them, named by time.
 */
export function isMigrationsFolder(folder: string): boolean {
  if (isFile(join(folder, LOCK_FILE))) return true;
  const holds = (name: string): boolean => exists(join(folder, name, MIGRATION_FILE));
  if (isCalledMigrations(folder)) return migrationNames(folder).some(holds);
  return migrationNames(folder).filter((name) => /^\d{8,}/.test(name) && holds(name)).length > 1;
}

/** So that one migration in it is enough. */
export const isCalledMigrations = (folder: string): boolean => /^migrations?$/i.test(basename(folder));

/** The provider that the lock file names, read as Prisma reads it: the first line that starts with `provider`. Null: none. */
export function lockedProvider(folder: string): string | null {
  try {
    const line = readFileSync(join(folder, LOCK_FILE), 'utf8')
      .split(/\r?\n/)
      .find((candidate) => candidate.startsWith('provider'));
    return (
      line
        ?.replace(/^provider\s*=\s*/, '')
        .replaceAll(/["']|\s*#.*$/g, '')
        .trim() || null
    );
  } catch {
    return null;
  }
}

export const isFile = (path: string): boolean => statOf(path)?.isFile() ?? false;
export const isFolder = (path: string): boolean => statOf(path)?.isDirectory() ?? false;
/** Also something that is there and cannot be read: a folder, a link that leads nowhere. */
export function exists(path: string): boolean {
  if (statOf(path)) return true;
  try {
    return readdirSync(join(path, '..')).includes(basename(path));
  } catch {
    return false;
  }
}

function statOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
