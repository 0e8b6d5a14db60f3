import { realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../core/index.ts';
import { Git } from './git.ts';

/**
 * The schema as it was at a commit, of which git knows: what the deployed client was generated from. Null: there was none.
 *
 * @param places absolute paths of files and folders where it may have been, the likeliest first
 */
export function schemaAtBase(base: string, places: readonly string[], cwd: string): readonly SourceFile[] | null {
  const git = new Git(cwd);
  const top = git.top();
  for (const place of places) {
    const within = relative(top, realOf(place)).split(sep).join('/');
    if (within.startsWith('..')) continue;
    const names = git.ask('ls-tree', '-r', '-z', '--full-tree', '--name-only', base, '--', within).split('\0');
    const files = names.filter((name) => name.endsWith('.prisma'));
    if (files.length > 0) return files.map((path) => ({ path, text: git.ask('show', `${base}:${path}`) }));
  }
  return null;
}

/** With symbolic links resolved, as far as it is still there. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = resolve(path, '..');
    return parent === path ? path : join(realOf(parent), relative(parent, path));
  }
}
