import { dirname, join, resolve } from 'node:path';
import { prismaConfigIn, type PrismaConfig } from './prisma-config.ts';
import { entriesOf, isFile, isFolder, textOf, upwards } from './read.ts';

/** A schema: one file, or a folder with several. Absolute paths. */
export interface SchemaFiles {
  readonly path: string;
  readonly files: readonly string[];
}

/** The schema at a path that somebody names; null: there is none. */
export function schemaAt(path: string): SchemaFiles | null {
  if (isFile(path)) return { path, files: [path] };
  const files = isFolder(path) ? prismaFiles(path) : [];
  return files.length === 0 ? null : { path, files };
}

/** The folder of the project that a migrations folder belongs to: where its package.json or prisma.config is. */
export function projectRoot(migrationsDir: string): string {
  const parent = dirname(migrationsDir);
  const owner = upwards(parent).find((folder) => isFile(join(folder, 'package.json')) || prismaConfigIn(folder) !== null);
  return owner ?? (/^prisma$/i.test(parent.split(/[\\/]/).at(-1) ?? '') ? dirname(parent) : parent);
}

/** The Prisma configuration that speaks of a migrations folder, if one does. */
export function configOf(migrationsDir: string): PrismaConfig | null {
  const root = projectRoot(migrationsDir);
  const configs = upwards(dirname(migrationsDir))
    .map(prismaConfigIn)
    .filter((config) => config !== null);
  return (
    configs.find(({ migrations }) => migrations === migrationsDir) ??
    configs.find(({ migrations, schema }) => migrations === null && schema !== null && migrationsBeside(schema) === migrationsDir) ??
    configs.find((config) => config.root === root) ??
    null
  );
}

/** Where Prisma keeps the migrations of a schema for which nothing else is configured. */
export const migrationsBeside = (schema: string): string => join(isFolder(schema) ? schema : dirname(schema), 'migrations');

/** The schema that belongs to a migrations folder: what is configured, else what lies beside it, else what lies where Prisma looks. */
export function locateSchema(migrationsDir: string): SchemaFiles | null {
  const root = projectRoot(migrationsDir);
  const beside = dirname(migrationsDir);
  const configured = [configOf(migrationsDir)?.schema, packageSchema(root)].filter((path) => path !== null && path !== undefined);
  const usual = [
    join(beside, 'schema.prisma'),
    join(beside, 'schema'),
    join(root, 'prisma', 'schema.prisma'),
    join(root, 'prisma', 'schema'),
    join(root, 'schema.prisma'),
  ];
  for (const path of [...configured, ...usual.slice(0, 2)]) {
    const found = schemaAt(path);
    if (found) return found;
  }
  return (
    filesIn(beside) ??
    usual
      .slice(2)
      .map(schemaAt)
      .find((found) => found !== null) ??
    null
  );
}

/** The `.prisma` files of a folder, without those of its folders. */
function filesIn(folder: string): SchemaFiles | null {
  const files = entriesOf(folder)
    .filter((entry) => !entry.isFolder && entry.name.endsWith('.prisma'))
    .map((entry) => join(folder, entry.name));
  const [only, ...others] = files;
  if (only === undefined) return null;
  return others.length === 0 ? { path: only, files } : { path: folder, files };
}

/** All `.prisma` files below a folder. */
const prismaFiles = (folder: string): readonly string[] =>
  entriesOf(folder).flatMap(({ name, isFolder: descend }) => {
    if (descend) return name === 'migrations' || name === 'node_modules' || name.startsWith('.') ? [] : prismaFiles(join(folder, name));
    return name.endsWith('.prisma') ? [join(folder, name)] : [];
  });

/** `"prisma": { "schema": "…" }` of package.json, as Prisma up to 6 reads it. */
function packageSchema(root: string): string | null {
  const path = /"prisma"\s*:\s*\{[^}]*"schema"\s*:\s*"([^"]+)"/.exec(textOf(join(root, 'package.json')) ?? '')?.[1];
  return path === undefined ? null : resolve(root, path);
}
