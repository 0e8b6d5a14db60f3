import { sep } from 'node:path';
import type { MigrationInput } from '../engine/index.ts';
import type { History, MigrationFile } from '../migration/index.ts';
import { shownPath } from './paths.ts';
import type { Choice } from './reported.ts';
import type { World } from './world.ts';

/** A history as the engine takes it. To relate each path to the current folder takes longer than to read the file. */
export function inputsOf({ migrations }: History, folder: string, choice: Choice, world: World): readonly MigrationInput[] {
  const shown = shownPath(folder, world);
  const inside = (path: string): string =>
    path
      .slice(folder.length + 1)
      .split(sep)
      .join('/');
  return migrations.map((file) => inputOf(file, shown === '.' ? inside(file.path) : `${shown}/${inside(file.path)}`, choice));
}

/** `path`: as it is reported. */
export function inputOf({ name, text, encoding }: MigrationFile, path: string, choice: Choice | null): MigrationInput {
  const edited = choice?.edited.get(name);
  return { name, path, text, encoding, applied: choice?.applied.has(name) ?? false, ...(edited ? { edited } : {}) };
}
