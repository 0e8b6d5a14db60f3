import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RememberingParser, Renderings, Store, StoredMemory } from '../cache/index.ts';
import { allRules, type ParserName } from '../config/index.ts';
import type { Memory } from '../engine/index.ts';
import type { OnDemandParser, Parser } from '../parsers/index.ts';
import { prismaVersion } from '../prisma-schema/index.ts';
import type { Arguments } from './arguments.ts';
import { packageVersion } from './package-files.ts';
import { absolutePath } from './paths.ts';
import { chooseParser } from './parser.ts';
import type { RunOptions } from './run-options.ts';
import type { World } from './world.ts';

/** What earlier runs left for this one, and this one for the next. */
export interface Cache {
  readonly memoryOf: (parser: Parser['name']) => Memory;
  readonly remember: (parser: Parser) => RememberingParser;
  /** Null: there is no Prisma that could have made any. */
  readonly renderings: Renderings | null;
}

/** Null: none is wanted, the project has no `node_modules` to keep it in, or the parser may be another one than in other runs. */
export function cacheOf(given: Arguments, options: RunOptions, world: World): Cache | null {
  const named = given.text('cache-location');
  const folder = given.flag('no-cache') ? null : named === null ? besideModules(options, world) : absolutePath(named, world);
  if (folder === null || Reflect.get(globalThis, 'WebAssembly') === undefined) return null;
  const store = new Store(folder);
  const identity = identityOfUs();
  const prisma = prismaVersion();
  const own = new Set(allRules({ plugins: [] }));
  return {
    memoryOf: (parser) => new StoredMemory(store, `${identity} ${parser} ${prisma}`, (rule) => own.has(rule)),
    remember: (parser) => new RememberingParser(parser, store, `${identity} ${parser.name}`),
    renderings: prisma === null ? null : new Renderings(store, `${identity} ${prisma}`),
  };
}

/** In the `node_modules` that is nearest to what is linted, inside of the repository. */
function besideModules({ stdin, paths }: RunOptions, world: World): string | null {
  for (let folder = stdin?.path ?? paths[0] ?? world.cwd; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) return join(modules, '.cache', 'prisma-migration-lint');
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return null;
  }
}

/** Changes with everything that has a say in what a run finds: our version and build, the parser's, and that of Node. */
function identityOfUs(): string {
  const { mtimeMs, size } = statSync(import.meta.filename);
  const { version }: { readonly version: string } = createRequire(import.meta.url)('libpg-query/package.json');
  return [packageVersion(), mtimeMs, size, version, process.version].join(' ');
}

/** The parser of a run, with what is known from earlier ones. */
export interface Prepared {
  readonly parser: Parser;
  /** Null: nothing is known, and nothing is to be kept. */
  readonly memory: Memory | null;
  /** What is to be said about the choice of the parser: one line each. */
  readonly notes: readonly string[];
  /** To be called when nothing more is parsed. */
  readonly close: () => void;
}

/** `grammar`: may be on its way. `textsOf`: what will be parsed, given what is known. */
export async function prepare(
  cache: Cache | null,
  parserName: ParserName | null,
  grammar: OnDemandParser,
  textsOf: (memory: Memory | null) => Iterable<string> | 'any',
): Promise<Prepared> {
  const memory = cache?.memoryOf(grammar.name) ?? null;
  const { parser, notes } = await chooseParser(parserName, async () => {
    const texts = textsOf(memory);
    // Without WebAssembly the second parser reads everything, so that a run does not change with what is in its files.
    if (texts === 'any' || Reflect.get(globalThis, 'WebAssembly') === undefined) grammar.load();
    else grammar.announce(texts);
    await grammar.ready();
    return grammar;
  });
  if (cache === null) return { parser, memory: null, notes, close: () => {} };
  const remembering = cache.remember(parser);
  return { parser: remembering, memory: parser === grammar ? memory : cache.memoryOf(parser.name), notes, close: () => remembering.close() };
}
