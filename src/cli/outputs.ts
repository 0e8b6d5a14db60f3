import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { nearest } from '../engine/index.ts';
import type { ReporterOptions } from '../reporters/index.ts';
import { didYouMean } from './arguments.ts';
import { absolutePath } from './paths.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** A report that is wanted, and where. */
export interface Output {
  readonly format: string;
  /** Absolute; null: standard output. */
  readonly file: string | null;
}

/**
 * Reads `--format x --output f` pairs and `--format x:f` in the order in which they were typed: a file belongs to the format
 * before it. Without a format the report for people is meant, or what `configured` says.
 */
export function outputsOf(raw: readonly string[], configured: readonly string[] | null, formats: readonly string[], world: World): readonly Output[] {
  const wanted: { format: string; file: string | null }[] = [];
  for (const [name, value] of pairs(raw)) {
    if (name === 'format') wanted.push(split(value));
    else {
      const last = wanted.at(-1);
      if (last === undefined) wanted.push({ format: 'terminal', file: value });
      else if (last.file === null) last.file = value;
      else throw new UsageError(`--output ${value}: the format before it already goes to ${last.file}`);
    }
  }
  const outputs = wanted.length > 0 ? wanted : (configured ?? ['terminal']).map(split);
  for (const { format } of outputs) {
    if (!formats.includes(format)) throw new UsageError(`unknown format "${format}"${didYouMean(nearest(format, formats))}; there are ${formats.join(', ')}`);
  }
  if (outputs.filter(({ file }) => file === null).length > 1)
    throw new UsageError('several formats for standard output; give all but one of them a file (--output)');
  return outputs.map(({ format, file }) => ({ format, file: file === null ? null : absolutePath(file, world) }));
}

const NAMES: Readonly<Record<string, 'format' | 'output'>> = { '--format': 'format', '-f': 'format', '--output': 'output', '-o': 'output' };

function pairs(raw: readonly string[]): readonly (readonly ['format' | 'output', string])[] {
  const found: (readonly ['format' | 'output', string])[] = [];
  for (const [index, token] of raw.entries()) {
    if (token === '--') break;
    const [, flag = '', value] = /^(--?\w+)(?:=(.*))?$/.exec(token) ?? [];
    const name = NAMES[flag];
    if (name !== undefined) found.push([name, value ?? raw[index + 1] ?? '']);
  }
  return found;
}

function split(text: string): { format: string; file: string | null } {
  const colon = text.indexOf(':');
  return colon < 0 ? { format: text, file: null } : { format: text.slice(0, colon), file: text.slice(colon + 1) };
}

/** Writes one report. `render` gets to know whether it is for a terminal, and how wide that is. */
export async function deliver({ file }: Output, render: (options: ReporterOptions) => string, look: ReporterOptions, world: World): Promise<void> {
  if (file === null) return await world.stdout.write(render(look));
  try {
    makeFolder(dirname(file));
    writeFileSync(file, render({ color: false, width: DEFAULT_WIDTH }));
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Folder by folder: on file systems that make none (/proc), the recursive form of mkdir never returns in Node 20. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

const DEFAULT_WIDTH = 100;
/** Lines of prose that are longer are hard to read, however wide the window. */
const WIDEST = 120;

/** Colours and width for standard output: what was asked for, else what the environment and the terminal say. */
export function lookOf(color: boolean | null, { env, stdout }: World): ReporterOptions {
  const asked = color ?? (env['NO_COLOR'] ? false : env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : null);
  const columns = stdout.columns ?? Number(env['COLUMNS'] ?? '');
  return { color: asked ?? (stdout.isTerminal && env['TERM'] !== 'dumb'), width: columns >= 40 ? Math.min(columns, WIDEST) : DEFAULT_WIDTH };
}
