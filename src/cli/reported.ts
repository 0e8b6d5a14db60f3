import { existsSync, realpathSync } from 'node:fs';
import type { MigrationFile } from '../migration/index.ts';
import { changedSince } from './changed.ts';
import type { Deployed } from './deployed.ts';
import type { FolderTarget } from './targets.ts';

/**
 * Names of the migrations of a history that are reported on: those asked for by name, or all; of these only what is changed;
 * and not what is deployed, unless it was asked for by name. A name that the history does not have excludes nothing.
 */
export function reportedNames(
  migrations: readonly MigrationFile[],
  target: Pick<FolderTarget, 'names'>,
  deployed: Deployed | null,
  since: Since | null,
): ReadonlySet<string> {
  const last = deployed === null || target.names !== null ? -1 : migrations.findIndex(({ name }) => name === deployed.through);
  return new Set(
    migrations
      .filter(({ name }, index) => (target.names === null ? index > last : target.names.has(name)))
      .filter(({ path }) => since === null || since.has(path))
      .map(({ name }) => name),
  );
}

/** What changed since a git ref. */
export class Since {
  readonly ref: string;
  readonly #changed: ReadonlySet<string>;

  constructor(ref: string, cwd: string) {
    this.ref = ref;
    this.#changed = changedSince(ref, cwd);
  }

  /** What is not there yet will be new. */
  has(path: string): boolean {
    return !existsSync(path) || this.#changed.has(realpathSync(path));
  }
}
