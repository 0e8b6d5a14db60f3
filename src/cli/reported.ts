import type { Edited } from '../core/index.ts';
import type { MigrationFile } from '../migration/index.ts';
import type { Settled } from '../rule/index.ts';
import type { AppliedThere } from './applied.ts';
import type { SinceBase } from './at-base.ts';
import type { Deployed } from './deployed.ts';
import type { FolderTarget } from './targets.ts';

/** What is known of the migrations of a folder that are not new. */
export interface Known {
  readonly deployed: Deployed | null;
  readonly base: SinceBase | null;
  readonly applied: AppliedThere | null;
}

/** Which migrations are reported on, and how. */
export interface Choice {
  readonly reported: ReadonlySet<string>;
  /** Of these: applied, so that only files are spoken of. */
  readonly applied: ReadonlySet<string>;
  readonly edited: ReadonlyMap<string, Edited>;
  readonly settled: Settled | null;
}

/**
 * Reported on are migrations that were asked for by name, or all; of these only what is changed; and not what is deployed,
 * unless it was asked for by name. That something which is deployed was edited is always said. A name that the history does
 * not have excludes nothing.
 */
export function choose(migrations: readonly MigrationFile[], { names }: Pick<FolderTarget, 'names'>, { deployed, base, applied }: Known): Choice {
  const last = deployed === null ? -1 : migrations.findIndex(({ name }) => name === deployed.through);
  const there = new Set([...migrations.slice(0, last + 1).map(({ name }) => name), ...(applied?.names ?? [])]);
  const edited = new Map([...(base?.edited ?? []), ...(applied?.edited ?? [])]);
  const asked = migrations.map(({ name }) => name).filter((name) => names === null || names.has(name));
  const usual = asked.filter((name) => (names !== null || !there.has(name)) && !base?.same.has(name));
  const onlyEdited = asked.filter((name) => edited.has(name) && !usual.includes(name));
  const settled = base ? { names: base.names, where: base.ref } : applied && { names: applied.names, where: 'the database' };
  return { reported: new Set([...usual, ...onlyEdited]), applied: new Set(onlyEdited), edited, settled };
}
