import { dirname, join } from 'node:path';
import type { EntryInput } from '../engine/index.ts';
import { type FoundEntry, type History, LOCK_FILE, lockedProvider } from '../migration/index.ts';
import type { SinceBase } from './at-base.ts';
import type { Changes } from './changed.ts';
import { shownPath } from './paths.ts';
import type { SchemaText } from './schema-text.ts';
import type { FolderTarget } from './targets.ts';
import type { World } from './world.ts';

interface Sources {
  readonly target: FolderTarget;
  readonly history: History;
  readonly schema: SchemaText | null;
  /** Null: all counts, not only what changed. */
  readonly changes: Changes | null;
  readonly base: SinceBase | null;
}

/** What is to be said about a migrations folder besides its migrations. */
export function folderEntries({ target, history, schema, changes, base }: Sources, world: World): readonly EntryInput[] {
  const found = history.entries.filter((entry) => changes === null || isNew(entry, changes));
  const gone = (base?.gone ?? []).map(({ name, entry }): FoundEntry => ({ name, path: join(target.folder, name, 'migration.sql'), entry }));
  const all = [...lockFile(target.folder, history, schema, changes), ...found, ...gone];
  return all.filter(({ name }) => target.names === null || target.names.has(name)).map((entry) => ({ ...entry, path: shownPath(entry.path, world) }));
}

/** Git knows nothing of empty folders: one that is there was left behind by somebody here. */
const isNew = ({ path, entry }: FoundEntry, changes: Changes): boolean =>
  entry.is === 'folder without migration.sql' ? entry.holds.every((name) => changes.has(join(path, name))) : changes.has(path);

function lockFile(folder: string, { migrations }: History, schema: SchemaText | null, changes: Changes | null): readonly FoundEntry[] {
  const path = join(folder, LOCK_FILE);
  const provider = lockedProvider(folder);
  if (changes !== null && !changes.has(path)) return [];
  if (provider === null) {
    const isNews = changes === null || changes.wasThere(path);
    return migrations.length > 0 && isNews ? [{ name: LOCK_FILE, path, entry: { is: 'lock file', provider, schemaProvider: null } }] : [];
  }
  const schemaProvider = providerBeside(folder, schema);
  return schemaProvider === null || sameProvider(provider, schemaProvider)
    ? []
    : [{ name: LOCK_FILE, path, entry: { is: 'lock file', provider, schemaProvider } }];
}

/** Of a schema that is certainly the one of these migrations, because they lie side by side. */
export function providerBeside(folder: string, schema: SchemaText | null): string | null {
  if (schema === null) return null;
  return dirname(folder) === dirname(schema.place) || dirname(folder) === schema.place ? schema.provider : null;
}

/** Prisma takes `postgres` for an old spelling. */
const sameProvider = (a: string, b: string): boolean => a.replace(/^postgres$/, 'postgresql') === b.replace(/^postgres$/, 'postgresql');
