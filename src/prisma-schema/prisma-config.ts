import { basename, dirname, join, resolve } from 'node:path';
import { exists, isFile, namesIn, textOf } from './read.ts';

/** What a `prisma.config.*` says about places. Paths are absolute; null: not said, or not understood. */
export interface PrismaConfig {
  readonly path: string;
  /** The folder of the project: that of the file, or the one above `.config`. */
  readonly root: string;
  readonly schema: string | null;
  readonly migrations: string | null;
  /** `tables.external` and `enums.external`: what Prisma is not to touch. */
  readonly external: { readonly tables: readonly string[]; readonly enums: readonly string[] };
}

const NAMES = ['prisma.config', '.config/prisma', '.config/prisma.config', 'prisma7.config'] as const;
const EXTENSIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'] as const;

/** The configuration that Prisma would take in this folder. */
export function prismaConfigIn(folder: string): PrismaConfig | null {
  // Most folders have none: one look at the folder, whatever case its file system ignores, spares asking for two dozen files.
  if (!(namesIn(folder)?.some((name) => /^(?:prisma7?\.config\.|\.config$)/i.test(name)) ?? true)) return null;
  const paths = NAMES.flatMap((name) => EXTENSIONS.map((extension) => join(folder, `${name}.${extension}`)));
  const path = paths.find(isFile);
  return path === undefined ? null : readPrismaConfig(path);
}

/**
 * Reads the paths from the text of a configuration. It is never executed: string literals and `path.join(__dirname, "…")` are
 * understood, everything else counts as not said.
 */
export function readPrismaConfig(path: string): PrismaConfig {
  const folder = dirname(path);
  const root = basename(folder) === '.config' ? dirname(folder) : folder;
  const code = scan(textOf(path) ?? '');
  const paths = (within: string, key: string): string | null => literalPath(within, key, code.strings, folder, root);
  const external = (key: string): readonly string[] => literals(objectAt(code.text, key), 'external', code.strings);
  return {
    path,
    root,
    schema: paths(code.text, 'schema'),
    migrations: paths(objectAt(code.text, 'migrations'), 'path'),
    external: { tables: external('tables'), enums: external('enums') },
  };
}

/** The texts of `key: ["…", "…"]`. */
function literals(code: string, key: string, strings: readonly string[]): readonly string[] {
  const list = new RegExp(`\\b${key}"?\\s*:\\s*\\[([^\\]]*)\\]`).exec(code)?.[1] ?? '';
  return [...list.matchAll(/"(\d+)"/g)].map(([, index]) => strings[Number(index)] ?? '');
}

interface Code {
  /** Without comments; in place of each string literal its quoted index: `"3"`. */
  readonly text: string;
  readonly strings: readonly string[];
}

const LITERALS_AND_COMMENTS = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;

function scan(source: string): Code {
  const strings: string[] = [];
  const text = source.replaceAll(LITERALS_AND_COMMENTS, (found) => (found.startsWith('/') ? ' ' : `"${strings.push(found.slice(1, -1)) - 1}"`));
  return { text, strings };
}

/** The text between the braces of `key: { … }`. */
function objectAt(code: string, key: string): string {
  const opening = new RegExp(`\\b${key}"?\\s*:\\s*\\{`).exec(code);
  if (!opening) return '';
  const start = opening.index + opening[0].length;
  let depth = 1;
  let end = start;
  while (end < code.length && depth > 0) {
    if (code[end] === '{') depth++;
    if (code[end] === '}') depth--;
    end++;
  }
  return code.slice(start, end - 1);
}

const JOINED = String.raw`(?:path\s*\.\s*)?(?:join|resolve)\s*\(\s*(__dirname|import\.meta\.dirname|process\.cwd\(\))\s*,((?:\s*"\d+"\s*,?)+)\)`;

function literalPath(code: string, key: string, strings: readonly string[], folder: string, root: string): string | null {
  const match = new RegExp(`\\b${key}\\s*:\\s*(?:"(\\d+)"|${JOINED})`).exec(code);
  if (!match) return null;
  const [, literal, base, joined = ''] = match;
  const parts = literal === undefined ? [...joined.matchAll(/\d+/g)].map(([index]) => strings[Number(index)] ?? '') : [strings[Number(literal)] ?? ''];
  if (parts.some((part) => part.includes('${'))) return null;
  if (base !== undefined) return resolve(base.startsWith('process') ? root : folder, ...parts);
  const beside = resolve(folder, ...parts);
  return exists(beside) ? beside : resolve(root, ...parts);
}
