import { basename, dirname, join } from 'node:path';
import { exists, isFile, isFolder, isMigrationsFolder, MIGRATION_FILE } from './folder.ts';

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
const IGNORED = [
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
];

/** Looks through a folder and all below it, except for where only copies and builds are. */
export async function search(folder: string): Promise<Found> {
  const { default: glob } = await import('fast-glob');
  const names = [
    '*/migration.sql',
    'migration_lock.toml',
    '*.prisma',
    'prisma.config.{js,ts,mjs,cjs,mts,cts}',
    '.config/prisma{,.config}.{js,ts,mjs,cjs,mts,cts}',
  ];
  const paths = glob.globSync(
    names.map((name) => `**/${name}`),
    {
      cwd: folder,
      absolute: true,
      dot: true,
      followSymbolicLinks: false,
      suppressErrors: true,
      ignore: IGNORED.map((name) => `**/${name}/**`),
      onlyFiles: false,
    },
  );
  paths.sort();
  const folders = new Set(
    paths.flatMap((path) => (path.endsWith('.toml') ? [dirname(path)] : basename(path) === MIGRATION_FILE ? [dirname(dirname(path))] : [])),
  );
  return {
    migrations: [...folders].filter(isMigrationsFolder),
    configs: paths.filter((path) => /[\\/](?:prisma\.config|\.config[\\/]prisma(?:\.config)?)\.[cm]?[jt]s$/.test(path)),
    schemas: paths.filter((path) => path.endsWith('.prisma') && isFile(path)),
  };
}
