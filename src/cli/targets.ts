import { type Decoded, decode, expand, given, isCalledMigrations, isMigrationsFolder, MIGRATION_FILE, search } from '../migration/index.ts';
import { configOf, migrationsBeside, readPrismaConfig } from '../prisma-schema/index.ts';
import { basename, dirname } from 'node:path';
import { shownPath } from './paths.ts';
import type { RunOptions } from './run-options.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** A migrations folder, and which of its migrations were asked for by name. */
export interface FolderTarget {
  readonly folder: string;
  /** Null: all of them. */
  readonly names: ReadonlySet<string> | null;
}

/** SQL that stands in for a file, which may not be there: standard input, or what an editor holds. */
export interface StandIn {
  /** Absolute. */
  readonly path: string;
  /** What the file would hold, given what it holds now (null: it cannot be read). */
  readonly instead: (file: Decoded | null) => Decoded;
}

export interface Targets {
  /** Sorted by path. */
  readonly folders: readonly FolderTarget[];
  /** Files without a history. */
  readonly files: readonly string[];
  readonly standIns: readonly StandIn[];
}

/** The migrations folders that the configuration of a folder names; null: it names none. */
export type Configured = (folder: string) => Promise<readonly string[] | null>;

/** What the paths of the command line mean; without any, those of the configuration, or what is below the current folder. */
export async function targetsOf(options: RunOptions, configuredFor: Configured, world: World): Promise<Targets> {
  if (options.stdin) {
    const { path } = options.stdin;
    return stdinTarget(path, decode(await world.readStdin()), (await configuredFor(dirname(path))) ?? []);
  }
  const configured = await configuredFor(world.cwd);
  const collection = new Collection(configuredFor, world);
  const explicit = options.paths.length > 0 ? options.paths : configured;
  if (explicit === null || explicit.length === 0) await collection.add(world.cwd);
  else for (const path of explicit) await collection.add(path);
  return collection.targets();
}

function stdinTarget(path: string, text: Decoded, configured: readonly string[]): Targets {
  const folder = historyAround(path, configured);
  const place = folder === null ? { folders: [], files: [path] } : { folders: [{ folder, names: new Set([basename(dirname(path))]) }], files: [] };
  return { ...place, standIns: [{ path, instead: () => text }] };
}

/** The migrations folder that a file, there already or not, is a migration of. Null: it has no history. */
export function historyAround(path: string, configured: readonly string[]): string | null {
  const folder = dirname(dirname(path));
  if (basename(path) !== MIGRATION_FILE) return null;
  const isNamed = configured.includes(folder) || configOf(folder)?.migrations === folder;
  return isNamed || isCalledMigrations(folder) || isMigrationsFolder(folder) ? folder : null;
}

class Collection {
  readonly #configuredFor: Configured;
  readonly #world: World;
  readonly #folders = new Map<string, Set<string> | null>();
  readonly #files = new Set<string>();

  constructor(configuredFor: Configured, world: World) {
    this.#configuredFor = configuredFor;
    this.#world = world;
  }

  async add(path: string): Promise<void> {
    const configured = [...((await this.#configuredFor(this.#world.cwd)) ?? []), ...((await this.#configuredFor(dirname(path))) ?? [])];
    const target = given(path, (folder) => configured.includes(folder) || configOf(folder)?.migrations === folder);
    if (target.is === 'nothing') await this.#addAll(await expand(path), path);
    else if (target.is === 'file') this.#files.add(target.path);
    else if (target.is === 'migrations') this.#folders.set(target.folder, null);
    else if (target.is === 'migration') this.#addMigration(target.folder, target.name);
    else await this.#addBelow(target.folder);
  }

  async #addAll(paths: readonly string[], pattern: string): Promise<void> {
    if (paths.length === 0) throw new UsageError(`no such file or folder: ${shownPath(pattern, this.#world)}`);
    for (const path of paths) await this.add(path);
  }

  #addMigration(folder: string, name: string): void {
    const names = this.#folders.get(folder);
    if (names === undefined) this.#folders.set(folder, new Set([name]));
    else names?.add(name);
  }

  async #addBelow(folder: string): Promise<void> {
    const found = search(folder);
    const named = found.configs.map(readPrismaConfig).flatMap(({ migrations, schema }) => migrations ?? (schema === null ? [] : migrationsBeside(schema)));
    const folders = new Set([...found.migrations, ...named.filter(isMigrationsFolder)]);
    if (folders.size === 0)
      throw new UsageError(
        nothingFound(
          shownPath(folder, this.#world),
          found.schemas.map((path) => shownPath(path, this.#world)),
        ),
      );
    for (const one of folders) this.#folders.set(one, null);
  }

  targets(): Targets {
    const folders = [...this.#folders].map(([folder, names]) => ({ folder, names })).sort((a, b) => (a.folder < b.folder ? -1 : 1));
    return { folders, files: [...this.#files], standIns: [] };
  }
}

function nothingFound(folder: string, schemas: readonly string[]): string {
  const where = folder === '.' ? 'the current folder' : folder;
  const [schema] = schemas;
  if (schema !== undefined) return `no migrations below ${where}: there is ${schema}, but no migrations folder beside it`;
  return `no Prisma migrations below ${where}; name a project, a migrations folder or a .sql file`;
}
