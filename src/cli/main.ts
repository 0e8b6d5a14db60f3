import { Arguments } from './arguments.ts';
import { type CommandName, type CommandOutline, COMMANDS, type Option, OPTIONS, PLANNED } from './options.ts';
import { packageVersion } from './package-files.ts';
import { plainArguments } from './plain-arguments.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Runs a command, prints what it finds and what went wrong. The exit code: 0 nothing, 1 findings, 2 wrong use, 3 our own failure. */
export async function main(raw: readonly string[], world: World): Promise<number> {
  try {
    return await dispatch(raw, world);
  } catch (error) {
    return await reportFailure(error, world);
  }
}

type Run = (given: Arguments, world: World) => Promise<number>;

const LOADERS: Readonly<Record<CommandName, () => Promise<Run>>> = {
  lint: async () => (await import('./lint.ts')).lintCommand,
  inspect: async () => (await import('./inspect.ts')).inspectCommand,
  lsp: async () => (await import('./lsp.ts')).lspCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  init: async () => (await import('./init.ts')).initCommand,
  stats: async () => (await import('./stats.ts')).statsCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
};

const isCommand = (name: string | undefined): name is CommandName => name !== undefined && Object.hasOwn(COMMANDS, name);

async function dispatch(raw: readonly string[], world: World): Promise<number> {
  const position = firstWord(raw);
  const first = raw[position];
  if (first !== undefined && PLANNED.includes(first)) throw new UsageError(`\`${first}\` is not available in this version`);
  const command = isCommand(first) ? first : 'lint';
  const rest = isCommand(first) ? raw.filter((_, index) => index !== position) : raw;
  const plain = plainArguments(rest, COMMANDS[command]);
  if (plain !== null) return await (await LOADERS[command]())(plain, world);
  const { parserOf } = await import('./yargs.ts');
  const parser = parserOf(command, isCommand(first), rest, world);
  const parsed: Readonly<Record<string, unknown>> = await parser.parseAsync();
  if (parsed['help'] === true) return await print(`${await parser.getHelp()}\n`, world);
  if (parsed['version'] === true) return await print(`${packageVersion()}\n`, world);
  const run = await LOADERS[command]();
  return await run(await argumentsOf(parsed, COMMANDS[command], rest), world);
}

/** Position of the first argument that is neither an option nor the value of one. */
function firstWord(raw: readonly string[]): number {
  const valued = Object.entries<Option>(OPTIONS).flatMap(([name, { takes, alias }]) => (takes === null ? [] : [`--${name}`, `-${alias ?? name}`]));
  return raw.findIndex((token, index) => !token.startsWith('-') && !valued.includes(raw[index - 1] ?? ''));
}

async function print(text: string, world: World): Promise<number> {
  await world.stdout.write(text);
  return 0;
}

/** Options that the command does not have are refused, with the one that may be meant. */
async function argumentsOf(parsed: Readonly<Record<string, unknown>>, outline: CommandOutline, raw: readonly string[]): Promise<Arguments> {
  const { didYouMean } = await import('./arguments.ts');
  const { _: positionals, $0: _name, help: _help, version: _version, ...values } = parsed;
  const known: readonly string[] = outline.options;
  for (const name of Object.keys(values)) {
    if (known.includes(name)) continue;
    const { nearest } = await import('../engine/index.ts');
    const written = name.length === 1 ? `-${name}` : `--${name}`;
    const meant = name.length === 1 ? null : nearest(name, [...known, 'help', 'version']);
    const elsewhere = Object.hasOwn(OPTIONS, name) ? `${outline.usage.split(' ')[0]} has no option ${written}` : `unknown option ${written}`;
    throw new UsageError(`${elsewhere}${didYouMean(meant === null ? null : `--${meant}`)}`);
  }
  return new Arguments(values, Array.isArray(positionals) ? positionals.map(String) : [], raw);
}

async function reportFailure(error: unknown, world: World): Promise<number> {
  if (error instanceof UsageError) {
    await world.stderr.write(`error: ${error.message}\n`);
    return 2;
  }
  const { configFailure } = await import('./config-failure.ts');
  const line = configFailure(error, world);
  if (line !== null) {
    await world.stderr.write(`error: ${line}\n`);
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await world.stderr.write(
    `prisma-migration-lint ${packageVersion()} failed; this is a mistake of ours, not of your migrations. Please report it with this:\n${trace}\n`,
  );
  return 3;
}
