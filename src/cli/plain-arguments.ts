import { Arguments } from './arguments.ts';
import { type CommandOutline, type Option, type OptionName, OPTIONS } from './options.ts';

/**
 * Reads a command line that leaves no question: options of the command as `--name`, `--name value` and `--name=value`, their
 * aliases, and paths. Null for all others (help, mistakes, rarer spellings), which yargs reads: loading it takes as long as
 * linting a migration.
 */
export function plainArguments(raw: readonly string[], { options }: Pick<CommandOutline, 'options'>): Arguments | null {
  const values: Record<string, (string | true)[]> = {};
  const positionals: string[] = [];
  for (let index = 0; index < raw.length; index++) {
    const token = raw[index] ?? '';
    if (isValue(token)) {
      positionals.push(token);
      continue;
    }
    const [, written = '', given] = /^(--?[^=]+)(?:=(.+))?$/s.exec(token) ?? [];
    const name = options.find((option) => isSpelled(option, written));
    if (name === undefined) return null;
    const value = OPTIONS[name].takes === null ? flagOf(given, raw[index + 1]) : (given ?? textOf(raw[++index]));
    if (value === null) return null;
    values[name] = [...(values[name] ?? []), value];
  }
  return new Arguments(values, positionals, raw);
}

const isValue = (token: string): boolean => token !== '' && !token.startsWith('-');
const textOf = (token: string | undefined): string | null => (token !== undefined && isValue(token) ? token : null);

/** yargs takes `--quiet true` for one option. */
const flagOf = (given: string | undefined, next: string | undefined): true | null => (given === undefined && next !== 'true' && next !== 'false' ? true : null);

function isSpelled(name: OptionName, written: string): boolean {
  const { alias }: Option = OPTIONS[name];
  return written === `--${name}` || (alias !== undefined && written === `-${alias}`);
}
