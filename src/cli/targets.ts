import { type Decoded, decode, given, isMigrationsFolder, search } from '../migration/index.ts';
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

/** SQL that comes from standard input, and the path it stands for. */
export interface StdinTarget extends Decoded {
  readonly path: string;
}

export interface Targets {
  /** Sorted by path. */
  readonly folders: readonly FolderTarget[];
  /** Files without a history. */
  readonly files: readonly string[];
  readonly stdin: StdinTarget | null;
}

/** What the paths of the command line mean; without any, those of the configuration, or what is below the current folder. */
export async function targetsOf(options: RunOptions, configured: readonly string[] | null, world: World): Promise<Targets> {
  if (options.stdin) return stdinTarget(options.stdin.path, decode(await world.readStdin()));
  const collection = new Collection(configured ?? [], world);
  const explicit = options.paths.length > 0 ? options.paths : configured;
  if (explicit === null || explicit.length === 0) await collection.add(world.cwd);
  else for (const path of explicit) await collection.add(path);
  return collection.targets();
}

function stdinTarget(path: string, text: Decoded): Targets {
  const folder = dirname(dirname(path));
  const stdin = { path, ...text };
  const isMigration = basename(path) === 'migration.sql' && isMigrationsFolder(folder);
  return { folders: isMigration ? [{ folder, names: new Set([basename(dirname(path))]) }] : [], files: [], stdin };
}

class Collection {
  readonly #configured: readonly string[];
  readonly #world: World;
  readonly #folders = new Map<string, Set<string> | null>();
  readonly #files = new Set<string>();

  constructor(configured: readonly string[], world: World) {
    this.#configured = configured;
    this.#world = world;
  }

  async add(path: string): Promise<void> {
    const target = given(path, (folder) => this.#configured.includes(folder) || configOf(folder)?.migrations === folder);
    if (target.is === 'nothing') throw new UsageError(`no such file or folder: ${shownPath(path, this.#world)}`);
    else if (target.is === 'file') this.#files.add(target.path);
    else if (target.is === 'migrations') this.#folders.set(target.folder, null);
    else if (target.is === 'migration') this.#addMigration(target.folder, target.name);
    else await this.#addBelow(target.folder);
  }

  #addMigration(folder: string, name: string): void {
    const names = this.#folders.get(folder);
    if (names === undefined) this.#folders.set(folder, new Set([name]));
    else names?.add(name);
  }

  async #addBelow(folder: string): Promise<void> {
    const found = await search(folder);
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
    return { folders, files: [...this.#files], stdin: null };
  }
}

function nothingFound(folder: string, schemas: readonly string[]): string {
  const where = folder === '.' ? 'the current folder' : folder;
  const [schema] = schemas;
  if (schema !== undefined) return `no migrations below ${where}: there is ${schema}, but no migrations folder beside it`;
  return `no Prisma migrations below ${where}; name a project, a migrations folder or a .sql file`;
}
