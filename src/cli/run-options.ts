import { FAIL_ON, type FailOn, PARSERS, type ParserName, RUNNERS, type RunnerChoice } from '../config/index.ts';
import { POSTGRES_VERSIONS, type PostgresVersion } from '../postgres/index.ts';
import type { Arguments } from './arguments.ts';
import { absolutePath } from './paths.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** What the command line says about which migrations to read, and how they will be run. Paths are absolute; null: not said. */
export interface RunOptions {
  readonly paths: readonly string[];
  /** `none`: take no configuration. */
  readonly config: string | 'none' | null;
  readonly rules: readonly string[];
  readonly since: string | null;
  readonly deployedThrough: string | null;
  readonly stdin: { readonly path: string } | null;
  readonly prismaVersion: string | null;
  readonly runner: RunnerChoice | null;
  readonly postgresVersion: PostgresVersion | null;
  readonly schema: string | null;
  readonly stats: string | null;
  readonly parser: ParserName | null;
  readonly quiet: boolean;
  /** The process stays while files change. */
  readonly isLive?: boolean;
}

export function runOptions(given: Arguments, world: World): RunOptions {
  const path = (name: 'schema' | 'stats' | 'stdin-filename'): string | null => {
    const text = given.text(name);
    return text === null ? null : absolutePath(text, world);
  };
  const stdinPath = path('stdin-filename');
  if (stdinPath !== null && !given.flag('stdin')) throw new UsageError('--stdin-filename says what --stdin stands for; give both');
  if (given.flag('stdin') && given.positionals.length > 0) throw new UsageError('give --stdin or paths, not both');
  return {
    paths: given.positionals.map((one) => absolutePath(one, world)),
    config: configChoice(given, world),
    rules: given.texts('rule'),
    since: given.text('since'),
    deployedThrough: given.text('deployed-through'),
    stdin: given.flag('stdin') ? { path: stdinPath ?? absolutePath('stdin.sql', world) } : null,
    prismaVersion: prismaVersion(given.text('prisma-version')),
    runner: given.choice('runner', RUNNERS),
    postgresVersion: postgresVersion(given.wholeNumber('postgres-version')),
    schema: path('schema'),
    stats: path('stats'),
    parser: given.choice('parser', PARSERS),
    quiet: given.flag('quiet'),
  };
}

export function configChoice(given: Arguments, world: World): RunOptions['config'] {
  const config = given.text('config');
  if (given.flag('no-config')) {
    if (config !== null) throw new UsageError('give --config or --no-config, not both');
    return 'none';
  }
  return config === null ? null : absolutePath(config, world);
}

export const failOn = (given: Arguments): FailOn | null => given.choice('fail-on', FAIL_ON);

function prismaVersion(text: string | null): string | null {
  if (text !== null && !/^v?\d+(\.\d+)*/.test(text)) throw new UsageError(`--prisma-version ${text}: it takes a version such as 6.16.1`);
  return text;
}

function postgresVersion(number: number | null): PostgresVersion | null {
  if (number === null) return null;
  const known = POSTGRES_VERSIONS.find((version) => version === number);
  if (known === undefined)
    throw new UsageError(`--postgres-version ${number}: major versions from ${POSTGRES_VERSIONS[0]} to ${POSTGRES_VERSIONS.at(-1)} are known`);
  return known;
}
