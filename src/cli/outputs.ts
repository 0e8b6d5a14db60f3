import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { nearest } from '../engine/index.ts';
import type { ReporterOptions } from '../reporters/index.ts';
import { didYouMean } from './arguments.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** A report that is wanted, and where. */
export interface Output {
  /** A name, or the absolute path of a reporter of the user's. */
  readonly format: string;
  /** Absolute; null: standard output. */
  readonly file: string | null;
}

/** What the configuration says of outputs, and the folder that its paths are relative to. */
export interface ConfiguredOutputs {
  readonly reporters: readonly string[];
  readonly folder: string;
}

/**
 * Reads `--format x --output f` pairs and `--format x:f` in the order in which they were typed: a file belongs to the format
 * before it. Without a format `configured` counts; without that the report for people is meant, in GitHub Actions with
 * annotations beside it.
 */
export function outputsOf(raw: readonly string[], configured: ConfiguredOutputs | null, formats: readonly string[], world: World): readonly Output[] {
  const typed = typedOutputs(raw);
  if (typed.length === 0 && configured === null) return usualOutputs(formats, world);
  const [outputs, folder] = typed.length > 0 || configured === null ? [typed, world.cwd] : [configured.reporters.map(split), configured.folder];
  for (const { format } of outputs) {
    if (formats.includes(format) || (formats.includes('unix') && isPath(format))) continue;
    throw new UsageError(`unknown format "${format}"${didYouMean(nearest(format, formats))}; there are ${formats.join(', ')}`);
  }
  if (outputs.filter(({ file }) => file === null).length > 1)
    throw new UsageError('several formats for standard output; give all but one of them a file (--output)');
  return outputs.map(({ format, file }) => ({
    format: isPath(format) ? resolve(folder, format) : format,
    file: file === null ? null : resolve(folder, file),
  }));
}

/** What the environment makes of a run that asks for nothing. */
const usualOutputs = (formats: readonly string[], { env }: World): readonly Output[] =>
  (env['GITHUB_ACTIONS'] === 'true' && formats.includes('github') ? ['terminal', 'github'] : ['terminal']).map((format) => ({ format, file: null }));

function typedOutputs(raw: readonly string[]): readonly { readonly format: string; readonly file: string | null }[] {
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
  return wanted;
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

/** A reporter of the user's is named by its path: `./my-reporter.js`. */
const isPath = (format: string): boolean => /[\\/]/.test(format);

/** `json:report.json`, `./my-reporter.js:report.txt`; the colon of a drive is none. */
function split(text: string): { format: string; file: string | null } {
  const colon = text.indexOf(':', /^[A-Za-z]:[\\/]/.test(text) ? 2 : 0);
  return colon < 0 ? { format: text, file: null } : { format: text.slice(0, colon), file: text.slice(colon + 1) };
}

/** Writes one report. `look`: as for this output. */
export async function deliver(
  { file }: Output,
  render: (options: ReporterOptions) => string | Promise<string>,
  look: ReporterOptions,
  world: World,
): Promise<void> {
  if (file === null) return await world.stdout.write(await render(look));
  const text = await render(look);
  try {
    makeFolder(dirname(file));
    writeFileSync(file, text);
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

/** Colours and width of a file, or for standard output: what was asked for, else what the environment and the terminal say. */
export function lookOf(color: boolean | null, isFile: boolean, { cwd, env, stdout }: World): ReporterOptions {
  const folder = folderBelow(env['GITHUB_WORKSPACE'] ?? env['CI_PROJECT_DIR'] ?? cwd, cwd);
  if (isFile) return { color: false, width: DEFAULT_WIDTH, folder };
  const asked = color ?? (env['NO_COLOR'] ? false : env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : null);
  const columns = stdout.columns ?? Number(env['COLUMNS'] ?? '');
  return {
    color: asked ?? (stdout.isTerminal && env['TERM'] !== 'dumb'),
    width: columns >= 40 ? Math.min(columns, WIDEST) : DEFAULT_WIDTH,
    folder,
  };
}

/** `apps/web/`: the way from the top of what CI checked out to the current folder; empty where it is not below. */
function folderBelow(top: string, cwd: string): string {
  const path = relative(top, cwd).split(sep).join('/');
  return path === '' || path.startsWith('..') || isAbsolute(path) ? '' : `${path}/`;
}
