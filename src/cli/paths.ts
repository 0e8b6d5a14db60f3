import { relative, resolve, sep } from 'node:path';
import type { World } from './world.ts';

/** A path as it is reported: relative to the current folder, with "/"; the folder itself is ".". */
export const shownPath = (path: string, { cwd }: Pick<World, 'cwd'>): string => relative(cwd, path).split(sep).join('/') || '.';

export const absolutePath = (path: string, { cwd }: Pick<World, 'cwd'>): string => resolve(cwd, path);
