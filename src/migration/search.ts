import { type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { exists, isFile, isFolder, isMigrationsFolder, LOCK_FILE, MIGRATION_FILE } from './folder.ts';

/** What a path on the command line means. All paths are absolute. */
export type Given =
  | { readonly is: 'nothing' }
  /** SQL without a history. */
  | { readonly is: 'file'; readonly path: string }
  | { readonly is: 'migration'; readonly folder: string; readonly name: string }
  | { readonly is: 'migrations'; readonly folder: string }
  /** Any other folder: what is below it. */
  | { readonly is: 'folder'; readonly folder: string };

/** `isConfigured` tells of a folder that a configuration names it as one of migrations. */
export function given(path: string, isConfigured: (folder: string) => boolean): Given {
  const isMigrations = (folder: string): boolean => isConfigured(folder) || isMigrationsFolder(folder);
  if (!exists(path)) return { is: 'nothing' };
  if (basename(path) === MIGRATION_FILE) return fileIn(dirname(path), isMigrations);
  if (!isFolder(path)) return { is: 'file', path };
  if (isMigrations(path)) return { is: 'migrations', folder: path };
  return exists(join(path, MIGRATION_FILE)) ? fileIn(path, isMigrations) : { is: 'folder', folder: path };
}

/** The migration.sql of a folder, which may be one of many or lie alone. */
const fileIn = (folder: string, isMigrations: (folder: string) => boolean): Given =>
  isMigrations(dirname(folder)) ? { is: 'migration', folder: dirname(folder), name: basename(folder) } : { is: 'file', path: join(folder, MIGRATION_FILE) };

/** What speaks of Prisma below a folder. All paths are absolute, each list is sorted. */
export interface Found {
  /** Folders whose folders are migrations. */
  readonly migrations: readonly string[];
  /** prisma.config files. */
  readonly configs: readonly string[];
  /** `*.prisma` files. */
  readonly schemas: readonly string[];
}

/** Folders that hold copies, builds or other people's code, never a project's own migrations. */
const IGNORED: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'dist',
  'build',
  'out',
  '.next',
  '.nuxt',
  '.output',
  '.turbo',
  '.cache',
  '.yarn',
  '.pnpm-store',
  '.vercel',
  'coverage',
  'vendor',
]);

/**
 * Looks through a folder and all below it, except for where only copies and builds are, and without following links. What
 * cannot be read is not there.
 */
export function search(folder: string): Found {
  const holders = new Set<string>();
  const files: string[] = [];
  walk(folder, (name, parent) => {
    if (name === LOCK_FILE) holders.add(parent);
    else if (name === MIGRATION_FILE && parent !== folder) holders.add(dirname(parent));
    else if (name.endsWith('.prisma') || isConfig(name, parent)) files.push(join(parent, name));
  });
  return {
    migrations: [...holders].sort().filter(isMigrationsFolder),
    configs: files.filter((path) => !path.endsWith('.prisma') && isFile(path)).sort(),
    schemas: files.filter((path) => path.endsWith('.prisma') && isFile(path)).sort(),
  };
}

/** The names that Prisma looks for. */
const isConfig = (name: string, folder: string): boolean =>
  /^prisma(?:\.config)?\.[cm]?[jt]s$/.test(name) && (name.startsWith('prisma.config.') || basename(folder) === '.config');

/** A glob over all folders takes four times as long. Beside a lock file, folders that are called as Prisma calls them are no projects. */
function walk(folder: string, visit: (name: string, folder: string) => void): void {
  const entries = entriesOf(folder);
  const isMigrations = entries.some(({ name }) => name === LOCK_FILE);
  for (const entry of entries) {
    visit(entry.name, folder);
    if (entry.isDirectory() && !IGNORED.has(entry.name) && !(isMigrations && /^\d{14}_/.test(entry.name))) walk(join(folder, entry.name), visit);
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** What a path with a pattern in it (`apps/web-*`) stands for, sorted: shells of Windows and configurations do not expand it. */
export async function expand(pattern: string): Promise<readonly string[]> {
  const { default: glob } = await import('fast-glob');
  const written = pattern.split(sep).join('/');
  if (!glob.isDynamicPattern(written)) return [];
  const ignore = [...IGNORED].map((name) => `**/${name}/**`);
  return glob.globSync(written, { absolute: true, onlyFiles: false, followSymbolicLinks: false, suppressErrors: true, ignore }).sort();
}
