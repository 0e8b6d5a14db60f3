import { dirname, join } from 'node:path';
import { textOf } from './read.ts';

/** Where a connection URL may be looked up: the variables of the process, and `.env` files as Prisma reads them. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folders whose `.env` counts, nearest first. */
  readonly folders: readonly string[];
}

/**
 * Does the URL that migrations are applied over set a lock_timeout (`?options=-c%20lock_timeout%3D5s`)? `texts`: schema.prisma
 * and prisma.config. False: no, or nobody can tell. Of the URL nothing but that is kept.
 */
export function setsLockTimeout(texts: readonly string[], environment: Environment): boolean {
  const url = texts.map((text) => urlIn(text, 'directUrl')).find(Boolean) ?? texts.map((text) => urlIn(text, 'url')).find(Boolean);
  const value = url === undefined || url === null ? undefined : 'literal' in url ? url.literal : lookedUp(url.variable, environment);
  const options = value === undefined ? undefined : /[?&]options=([^&#\s]*)/.exec(value)?.[1];
  return options !== undefined && /\block_timeout\s*=/.test(decoded(options));
}

type Url = { readonly literal: string } | { readonly variable: string };

/** `url = env("DATABASE_URL")`, `url: process.env.DATABASE_URL`, `url = "postgresql://…"`. */
function urlIn(text: string, key: 'url' | 'directUrl'): Url | null {
  const found = new RegExp(`\\b${key}\\s*[=:]\\s*(?:env\\(\\s*["'](\\w+)["']\\s*\\)|process\\.env\\.(\\w+)|["']([^"']+)["'])`).exec(text);
  const variable = found?.[1] ?? found?.[2];
  if (variable !== undefined) return { variable };
  return found?.[3] === undefined ? null : { literal: found[3] };
}

function lookedUp(variable: string, { variables, folders }: Environment): string | undefined {
  const written = new RegExp(`^\\s*(?:export\\s+)?${variable}\\s*=\\s*(.*)$`, 'm');
  return variables[variable] ?? folders.map((folder) => written.exec(textOf(join(folder, '.env')) ?? '')?.[1]).find((value) => value !== undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The folder of a schema and the one above it, then the project's. */
export const environmentFolders = (schema: string, project: string): readonly string[] => [...new Set([dirname(schema), dirname(dirname(schema)), project])];
