import { createHash } from 'node:crypto';
import type { AppliedMigration, Settings } from '../config/index.ts';
import type { Edited } from '../core/index.ts';
import { type MigrationFile, sameTexts } from '../migration/index.ts';

/** What a database says of the migrations of a folder. */
export interface AppliedThere {
  /** In the order in which the folder has them. */
  readonly names: readonly string[];
  readonly edited: ReadonlyMap<string, Edited>;
}

const EDITED: Edited = { from: 'the database that the statistics are from', known: 'checksum', restore: null };

/**
 * Which migrations are applied, and which of them are not what was applied. Null: the statistics do not tell, or are those of
 * another history. Files that are no UTF-8 were never applied as they lie there.
 */
export function appliedThere(migrations: readonly MigrationFile[], applied: readonly AppliedMigration[] | null): AppliedThere | null {
  const checksums = new Map((applied ?? []).map(({ name, checksum }) => [name, checksum]));
  const there = migrations.filter(({ name }) => checksums.has(name));
  if (there.length === 0) return null;
  const edited = there.filter((file) => file.encoding.startsWith('utf-8') && !checksumsOf(file.text).includes(checksums.get(file.name) ?? ''));
  return { names: there.map(({ name }) => name), edited: new Map(edited.map(({ name }) => [name, EDITED])) };
}

/** Those with which Prisma takes the text for the one that was applied. */
const checksumsOf = (text: string): readonly string[] => sameTexts(text).map((one) => createHash('sha256').update(one).digest('hex'));

/** What a build that failed has left behind. */
export const invalidIndexNote = (index: string): string =>
  `the index ${index} is invalid: a CREATE INDEX CONCURRENTLY failed; drop it (DROP INDEX CONCURRENTLY) and build it again`;

/** One for each index that the statistics of a run know to be invalid. */
export const invalidIndexNotes = (all: readonly Pick<Settings, 'statistics'>[]): readonly string[] => [
  ...new Set(all.flatMap(({ statistics }) => statistics?.invalidIndexes ?? []).map(invalidIndexNote)),
];
