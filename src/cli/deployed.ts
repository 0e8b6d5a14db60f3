import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Settings } from '../config/index.ts';
import { nearest } from '../engine/index.ts';
import type { MigrationFile } from '../migration/index.ts';
import { didYouMean } from './arguments.ts';
import { shownPath } from './paths.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Up to which migration everything is deployed, and who says so. */
export interface Deployed {
  readonly through: string;
  /** Histories it speaks of: those in this folder (absolute); null: all. */
  readonly within: string | null;
  /** `--deployed-through`, or the path of the configuration. */
  readonly saidBy: string;
}

/** What the command line says of it, else the configuration. */
export function deployedOf(option: string | null, settings: Pick<Settings, 'path' | 'deployedThrough'>, world: World): readonly Deployed[] {
  if (option !== null) return [{ through: option, within: null, saidBy: '--deployed-through' }];
  const saidBy = `deployedThrough in ${shownPath(settings.path ?? '', world)}`;
  return settings.deployedThrough.map(({ folder, migration }) => ({ through: migration, within: folder, saidBy }));
}

const holds = (folder: string, path: string): boolean => !/^\.\.(?:[\\/]|$)|^(?:[A-Za-z]:)?[\\/]/.test(relative(folder, path));

/** What is said of one history: by its own folder, else by the nearest above it. */
export function deployedIn(folder: string, said: readonly Deployed[]): Deployed | null {
  const about = said.filter(({ within }) => within === null || holds(within, folder));
  return about.toSorted((a, b) => (b.within?.length ?? 0) - (a.within?.length ?? 0))[0] ?? null;
}

/** A name that none of the histories it speaks of has is a mistake: nothing would be left out, or all. So is a folder that is not there. */
export function requireKnown(
  said: readonly Deployed[],
  histories: readonly { readonly folder: string; readonly migrations: readonly MigrationFile[] }[],
  world: World,
): void {
  for (const one of said) {
    if (one.within !== null && !existsSync(one.within)) throw new UsageError(`${one.saidBy}: there is no folder ${shownPath(one.within, world)}`);
    const names = histories.filter(({ folder }) => deployedIn(folder, said) === one).flatMap(({ migrations }) => migrations.map(({ name }) => name));
    if (names.length === 0 || names.includes(one.through)) continue;
    throw new UsageError(`${one.saidBy}: there is no migration "${one.through}"${didYouMean(nearest(one.through, names))}`);
  }
}
