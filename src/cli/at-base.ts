import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Edited, FolderEntry } from '../core/index.ts';
import { decode, type History, MIGRATION_FILE, sameToPrisma } from '../migration/index.ts';
import type { Changes } from './changed.ts';

/** How a migrations folder differs from what it was at the merge base. Prisma knows migrations by name and text. */
export interface SinceBase {
  /** What the base was found by: `main`. */
  readonly ref: string;
  /** Names of the migrations that there were. */
  readonly names: readonly string[];
  /** Of those that are as they were. */
  readonly same: ReadonlySet<string>;
  readonly edited: ReadonlyMap<string, Edited>;
  /** At most one entry for all that were deleted, and one for each that was renamed. */
  readonly gone: readonly { readonly name: string; readonly entry: FolderEntry }[];
}

export function compareWithBase(changes: Changes, folder: string, { migrations }: History): SinceBase {
  const now = new Map(migrations.map((file) => [file.name, file]));
  const pathNow = (name: string): string => join(real(dirname(now.get(name)?.path ?? '')), MIGRATION_FILE);
  const old = folderAtBase(changes, real(folder), new Set(now.keys()));
  const suspects = [...old].filter(([name, path]) => !now.has(name) || path !== pathNow(name) || changes.has(path));
  const bytes = changes.bytesAtBase(suspects.map(([, path]) => path));
  const textOf = (path: string): string => decode(bytes.get(path) ?? new Uint8Array()).text;
  // A partial clone may not have the old text; git tells all the same that it was another, if the path is.
  const isSame = (name: string, path: string): boolean => (bytes.has(path) ? sameToPrisma(textOf(path), now.get(name)?.text ?? '') : path !== pathNow(name));
  const changed = suspects.filter(([name, path]) => now.has(name) && !isSame(name, path));
  const edited = changed.map(([name, path]) => [name, { from: changes.ref, known: 'base', restore: changes.restoring(path) }] as const);
  const lost = suspects.filter(([name]) => !now.has(name)).map(([name, path]) => ({ name, text: textOf(path) }));
  const added = migrations.filter(({ name }) => !old.has(name));
  return {
    ref: changes.ref,
    names: [...old.keys()],
    same: new Set([...old.keys()].filter((name) => now.has(name) && !changed.some(([other]) => other === name))),
    edited: new Map(edited),
    gone: goneOf(lost, added, changes.ref),
  };
}

/** What an editor holds may not be on disk. */
const real = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);

/**
 * The migration.sql of each migration at the base, by name. A folder that was not there was moved, if another one with
 * migrations of the same names is gone: its path means nothing to Prisma.
 */
function folderAtBase(changes: Changes, folder: string, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const folders = new Map<string, Map<string, string>>();
  for (const path of changes.filesAtBase()) {
    if (basename(path) !== MIGRATION_FILE) continue;
    const of = dirname(dirname(path));
    const files = folders.get(of) ?? new Map<string, string>();
    folders.set(of, files.set(basename(dirname(path)), path));
  }
  const here = folders.get(folder);
  if (here) return here;
  const moved = [...folders.values()].filter((files) => [...files].every(([name, path]) => names.has(name) && changes.has(path)));
  return moved.toSorted((a, b) => b.size - a.size)[0] ?? new Map<string, string>();
}

function goneOf(
  lost: readonly { readonly name: string; readonly text: string }[],
  added: History['migrations'],
  base: string,
): readonly { readonly name: string; readonly entry: FolderEntry }[] {
  const renamed = lost.flatMap(({ name, text }) => {
    const to = text.trim() === '' ? undefined : added.find((file) => sameToPrisma(file.text, text));
    return to ? [{ name, to: to.name }] : [];
  });
  const deleted = lost.map(({ name }) => name).filter((name) => !renamed.some((one) => one.name === name));
  const [first] = deleted;
  return [
    ...renamed.map(({ name, to }) => ({ name, entry: { is: 'renamed migration' as const, from: name, to, base } })),
    ...(first === undefined ? [] : [{ name: first, entry: { is: 'deleted migrations' as const, names: deleted, base } }]),
  ];
}
