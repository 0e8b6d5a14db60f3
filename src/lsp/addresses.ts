import { fileURLToPath, pathToFileURL } from 'node:url';

/** Null: not a file (`untitled:`, `git:`, a file of another host). */
export function pathOf(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

export const uriOf = (path: string): string => pathToFileURL(path).href;
