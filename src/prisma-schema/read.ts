import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Text of a file, or null when it cannot be read: nothing here is worth failing for. */
export function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    return null;
  }
}

export const isFile = (path: string): boolean => statOf(path)?.isFile() ?? false;
export const isFolder = (path: string): boolean => statOf(path)?.isDirectory() ?? false;
export const exists = (path: string): boolean => statOf(path) !== undefined;

function statOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** What lies in a folder; null: nobody can tell, it may be allowed to look for names only. */
export function namesIn(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
}

/** Entries of a folder by name, sorted; none of a folder that cannot be read. */
export function entriesOf(folder: string): ReturnType<typeof entries> {
  try {
    return entries(folder);
  } catch {
    return [];
  }
}

const entries = (folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] =>
  readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** A folder and those above it, up to the top of the repository, or of the file system where there is none. */
export function upwards(from: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    folders.push(folder);
    if (exists(join(folder, '.git')) || dirname(folder) === folder) return folders;
  }
}
