import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Place } from './check.ts';
import { ConfigError } from './error.ts';

const CONFIG_FILES = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `migration-lint.config.${extension}`);
const PACKAGE_KEY = 'migration-lint';

/** A configuration as it was written, and the text to find places in. */
export interface ConfigSource {
  readonly path: string;
  readonly value: unknown;
  readonly text: string;
}

/** The configuration that is nearest to a folder: its own, or one above, up to the top of the repository. Null: none. */
export function findConfig(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = CONFIG_FILES.map((name) => join(folder, name)).find(isFile);
    if (file !== undefined) return file;
    const manifest = join(folder, 'package.json');
    if (isFile(manifest) && readFileSync(manifest, 'utf8').includes(`"${PACKAGE_KEY}"`) && hasKey(manifest)) return manifest;
    if (statOf(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

const isFile = (path: string): boolean => statOf(path)?.isFile() ?? false;

function statOf(path: string): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The name also occurs as that of a script; a broken package.json is not ours to report. */
function hasKey(manifest: string): boolean {
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    return typeof parsed === 'object' && parsed !== null && PACKAGE_KEY in parsed;
  } catch {
    return false;
  }
}

/**
 * Reads or runs a configuration; `isLive`: it may have changed since the process ran it last. Throws a {@link ConfigError} with
 * the place when that fails.
 */
export async function readConfig(path: string, isLive = false): Promise<ConfigSource> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError('cannot be read', path);
  }
  if (!path.endsWith('.json')) {
    const { runModule } = await import('./run-module.ts');
    return { path, text, value: await runModule(path, isLive ? text : null) };
  }
  const parsed = parseJson(text, path);
  const isManifest = basename(path) === 'package.json';
  return { path, text, value: isManifest && typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, PACKAGE_KEY) : parsed };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? text.trimEnd().length);
    throw new ConfigError(`is not JSON: ${message.replace(/ in JSON at position.*| \(line.*/, '')}`, path, lineAt(text, offset));
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** The line on which the keys of a place are written, one after the other; as far as they are found. */
export function lineOf({ text, path }: ConfigSource, place: Place): number | null {
  let offset = 0;
  for (const key of basename(path) === 'package.json' ? [PACKAGE_KEY, ...place] : place) {
    if (/^\d+$/.test(key)) continue;
    const found = new RegExp(`(?:^|[\\s{,])(["'\`]?)(${key.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')})\\1\\s*:`).exec(text.slice(offset));
    if (!found) break;
    offset += found.index + found[0].lastIndexOf(key);
  }
  return offset === 0 ? null : lineAt(text, offset);
}
