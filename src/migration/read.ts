import { readFileSync } from 'node:fs';
import { decode, type Decoded } from './decode.ts';

/** A file's text, or in a few words why there is none: `is a folder`, `permission denied`. */
export type ReadText = ({ readonly is: 'read' } & Decoded) | { readonly is: 'unreadable'; readonly because: string };

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'the symbolic link leads to itself',
  ENOTDIR: 'a part of the path is a file',
};

/** What speaks for another encoding than UTF-8, and what is not text: rare enough to read the file twice. */
const ODD = ['\0', '\ufeff', '\ufffd'];

export function readText(path: string): ReadText {
  try {
    const text = readFileSync(path, 'utf8');
    if (!ODD.some((character) => text.includes(character))) return { is: 'read', text, encoding: 'utf-8' };
    return { is: 'read', ...decode(readFileSync(path)) };
  } catch (error) {
    return { is: 'unreadable', because: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
