import { dirname, join } from 'node:path';
import type { SourceFile } from '../core/index.ts';
import { configOf } from '../prisma-schema/index.ts';
import { schemaAtBase } from './base-schema.ts';
import { absolutePath } from './paths.ts';
import type { Candidate } from './projects.ts';
import type { Changes } from './changed.ts';
import type { SchemaText } from './schema-text.ts';
import type { World } from './world.ts';

/** A project that is linted as a whole, so that its schema can be compared with its migrations. */
export interface WholeProject {
  readonly schema: SchemaText;
  /** What Prisma does not migrate: by the project's own word, and views. */
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
  /** With `--since`, gives the schema at the base, or null where there was none. */
  readonly base: (() => readonly SourceFile[] | null) | null;
}

/** Where the schema of a migrations folder lay, if not where it lies now. */
export const besides = (migrations: string): readonly string[] => [
  join(dirname(migrations), 'schema.prisma'),
  join(dirname(migrations), 'schema'),
  dirname(migrations),
];

const POSTGRES: readonly string[] = ['postgresql', 'postgres'];

/** Null: only parts of the project are looked at, or it has no schema that can be compared, or nothing of it changed. */
export function wholeProject({ target, schema, provider, history }: Candidate, changes: Changes | null, world: World): WholeProject | null {
  if (target.names !== null || schema === null || !POSTGRES.includes(provider) || history.migrations.length === 0) return null;
  const files = [...schema.files, ...history.migrations].map(({ path }) => absolutePath(path, world));
  if (changes !== null && !files.some((path) => changes.has(path))) return null;
  const base = changes === null ? null : () => schemaAtBase(changes.base, [schema.place, ...besides(target.folder)], world.cwd);
  const { tables, enums } = configOf(target.folder)?.external ?? { tables: [], enums: [] };
  return { schema, base, external: { tables: [...tables, ...viewsOf(schema)], enums } };
}

/** Few schemas have some, so that they need not be outlined. */
const viewsOf = ({ model, files }: SchemaText): readonly string[] =>
  files.some(({ text }) => /^[^\S\n]*view\s/m.test(text)) ? model.models.flatMap(({ isView, table }) => (isView === true ? [table] : [])) : [];
