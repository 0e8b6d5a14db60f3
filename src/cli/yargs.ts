import yargs from 'yargs';
import { type CommandName, type CommandOutline, COMMANDS, type Option, OPTIONS } from './options.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** A command of its own parser: only its options are known, and listed in its help. */
export function parserOf(command: CommandName, named: boolean, raw: readonly string[], world: World): ReturnType<typeof yargs> {
  const outline: CommandOutline = COMMANDS[command];
  const parser = yargs([...raw], world.cwd)
    .scriptName('prisma-migration-lint')
    .locale('en')
    .parserConfiguration({
      'greedy-arrays': false,
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
    })
    .help(false)
    .version(false)
    .exitProcess(false)
    .wrap(Math.min(world.stdout.columns ?? 100, 110))
    .option('help', { alias: 'h', type: 'boolean', describe: 'Print this' })
    .option('version', { alias: 'v', type: 'boolean', describe: 'Print the version' })
    .fail((message, error) => {
      const problem = lowerFirst(message || error.message);
      throw new UsageError(
        problem.replace(/^not enough arguments following: (.*)$/, (_, name: string) => `${name.length === 1 ? '-' : '--'}${name} needs a value`),
      );
    });
  for (const name of outline.options) {
    const { about, takes, alias, repeatable }: Option = OPTIONS[name];
    parser.option(name, {
      describe: about,
      ...(takes === null ? { type: 'boolean' } : { type: 'string', requiresArg: true, array: repeatable === true }),
      ...(alias === undefined ? {} : { alias }),
    });
  }
  return parser.usage(named ? `$0 ${outline.usage}\n\n${outline.about}` : overview());
}

function overview(): string {
  const commands = Object.values(COMMANDS).map(({ usage, about }) => `  $0 ${usage.replace(/^lint /, '').padEnd(18)} ${about}`);
  return ['$0 [command] [options]', '', ...commands].join('\n');
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
