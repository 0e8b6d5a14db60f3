import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SchemaModel, SourceFile } from '../core/index.ts';
import { lockedProvider } from '../migration/index.ts';
import {
  environmentFolders,
  outlineSchema,
  prismaConfigIn,
  projectRoot,
  schemaAt,
  schemaProvider,
  type SchemaFiles,
  setsLockTimeout,
} from '../prisma-schema/index.ts';
import { shownPath } from './paths.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** A schema, read. `path`: as it is reported. */
export interface SchemaText {
  readonly path: string;
  readonly model: SchemaModel;
  readonly provider: string | null;
  readonly files: readonly SourceFile[];
  /** Where it lies: a file, or a folder. Absolute. */
  readonly place: string;
}

/** The schema at the path that somebody names (a mistake if there is none), else the one that is found. */
export function readSchema(named: string | null, locate: () => SchemaFiles | null, world: World): SchemaText | null {
  const files = named === null ? locate() : schemaAt(named);
  if (files === null) {
    if (named !== null) throw new UsageError(`no Prisma schema at ${shownPath(named, world)}`);
    return null;
  }
  const read = files.files.map((file): SourceFile => ({ path: shownPath(file, world), text: readFileSync(file, 'utf8') }));
  const texts = read.map(({ text }) => text);
  const path = shownPath(files.path, world);
  return {
    path,
    model: outlineOf(path, read, !connectsPatiently(files, texts, world)),
    provider: schemaProvider(texts),
    files: read,
    place: files.path,
  };
}

/** Outlined when somebody looks at them, which nobody does where all is known from an earlier run. */
function outlineOf(path: string, files: readonly SourceFile[], setsLockTimeout: boolean): SchemaModel {
  let models: SchemaModel['models'] | undefined;
  return {
    path,
    ...(setsLockTimeout ? { setsLockTimeout } : {}),
    get models() {
      models ??= outlineSchema(path, files).models;
      return models;
    },
  };
}

/** Nothing says that whoever deploys gives up waiting for a lock. */
function connectsPatiently(files: SchemaFiles, texts: readonly string[], { env }: World): boolean {
  const root = projectRoot(dirname(files.path));
  // Since Prisma 7 the URL is in prisma.config; before, there is no need to look for one.
  const config = texts.some((text) => /^\s*url\s*=/m.test(text)) ? undefined : prismaConfigIn(root)?.path;
  const all = config === undefined ? texts : [...texts, readFileSync(config, 'utf8')];
  return !setsLockTimeout(all, { variables: env, folders: environmentFolders(files.path, root) });
}

/** The lock file decides, as it does for Prisma; a history that has none is the schema's; most of those that say nothing are PostgreSQL's. */
export const providerOf = (migrationsFolder: string, schema: SchemaText | null): string => lockedProvider(migrationsFolder) ?? schema?.provider ?? 'postgresql';
