import { realpathSync, existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { ConfigError, type ParserName } from '../config/index.ts';
import { type Buffer, type LoadedProject, type Place, serve, Trouble, type Workspace } from '../lsp/index.ts';
import { asSaved, MIGRATION_FILE } from '../migration/index.ts';
import type { Arguments } from './arguments.ts';
import { addedHere } from './changed.ts';
import { configFailure } from './config-failure.ts';
import { Configurations } from './configurations.ts';
import { packageVersion, rulePage, rulePagePath, rulesWithPages } from './package-files.ts';
import { createLibpgQueryParser } from '../parsers/index.ts';
import { chooseParser, type ChosenParser } from './parser.ts';
import { gatherTargets, nameOf } from './projects.ts';
import { type RunOptions, runOptions } from './run-options.ts';
import { historyAround } from './targets.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Serves the editor that started the process, which ends when the editor says so, or is gone. */
export async function lspCommand(given: Arguments, world: World): Promise<number> {
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw new UsageError('`lsp` takes no paths: it finds the projects of the files that the editor opens');
  const options = { ...runOptions(given, world), isLive: true };
  // Standard output belongs to the protocol; a configuration may print, too.
  for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;
  serve(createConnection(process.stdin, process.stdout), workspaceOf(options, world), packageVersion());
  return await new Promise(() => {});
}

/** What the language server sees of this machine. */
export function workspaceOf(options: RunOptions, world: World): Workspace {
  const documented = rulesWithPages();
  const parsers = new Parsers();
  return {
    locate: (path) => locate(path, options, world),
    load: (place, buffers) => load(place, buffers, parsers, options, world),
    page: (rule) => (documented.has(rule) ? { uri: pathToFileURL(rulePagePath(rule)).href, read: () => rulePage(rule) ?? '' } : null),
    now: world.now,
    today: world.today,
  };
}

/** Each is loaded once, for all projects that want it. */
class Parsers {
  readonly #chosen = new Map<ParserName | null, Promise<ChosenParser>>();

  choose(name: ParserName | null): Promise<ChosenParser> {
    const chosen = this.#chosen.get(name) ?? chooseParser(name, createLibpgQueryParser);
    this.#chosen.set(name, chosen);
    return chosen;
  }
}

/** Every migration.sql is linted; other SQL is when the configuration names it. */
async function locate(path: string, options: RunOptions, world: World): Promise<Place | null> {
  if (!path.endsWith('.sql')) return null;
  const configured = historyAround(path, []) === null ? await configuredAround(path, options, world) : [];
  const folder = historyAround(path, configured);
  if (folder !== null) return { project: folder, history: 'folder', migration: basename(dirname(path)) };
  return basename(path) === MIGRATION_FILE || configured.includes(path) ? { project: path, history: 'excerpt', migration: nameOf(path) } : null;
}

/** What is wrong with a configuration is said when it is needed. */
async function configuredAround(path: string, options: RunOptions, world: World): Promise<readonly string[]> {
  try {
    return (await new Configurations(options, world).for(dirname(path))).migrations ?? [];
  } catch {
    return [];
  }
}

async function load({ project, history }: Place, buffers: readonly Buffer[], parsers: Parsers, options: RunOptions, world: World): Promise<LoadedProject> {
  const place = history === 'folder' ? { folders: [{ folder: project, names: null }], files: [] } : { folders: [], files: [project] };
  const standIns = buffers.map(({ path, text }) => ({ path, instead: (file: Parameters<typeof asSaved>[1]) => asSaved(text, file) }));
  try {
    const { projects, notes, errors, settings } = await gatherTargets({ ...place, standIns }, options, world);
    const chosen = await parsers.choose(options.parser ?? settings[0]?.parser ?? null);
    let added: ReturnType<typeof addedHere> | undefined;
    const mayEdit = (path: string): boolean => {
      if (!existsSync(path)) return true;
      added ??= addedHere(dirname(path));
      return added === null || added.has(realpathSync(path));
    };
    return { input: projects[0] ?? null, parser: chosen.parser, notes: [...notes, ...errors, ...chosen.notes], mayEdit };
  } catch (error) {
    throw troubleOf(error, world);
  }
}

/** What the user has to mend; anything else is a mistake of ours, and passed on. */
function troubleOf(error: unknown, world: World): unknown {
  if (error instanceof UsageError) return new Trouble(error.message, null, null);
  const line = configFailure(error, world);
  if (line === null) return error;
  return error instanceof ConfigError ? new Trouble(line, error.file, error.line) : new Trouble(line, null, null);
}
