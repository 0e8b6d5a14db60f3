import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, OPTIONS, type OptionName } from '../../src/cli/options.ts';
import { plainArguments } from '../../src/cli/plain-arguments.ts';
import { Arguments } from '../../src/cli/arguments.ts';
import { parserOf } from '../../src/cli/yargs.ts';
import { worldIn } from './sandbox.ts';

// The command line is read by us where it leaves no question, and by yargs otherwise; both must read the same in it.

const { options } = COMMANDS.lint;

async function byYargs(raw: readonly string[]): Promise<Arguments> {
  const { _: positionals, $0: _name, ...values } = await parserOf('lint', true, raw, worldIn('/')).parseAsync();
  return new Arguments(values, positionals.map(String), raw);
}

const said = (given: Arguments): unknown => [
  given.positionals,
  options.map((name: OptionName) => (OPTIONS[name].takes === null ? given.flag(name) : given.texts(name))),
];

const word = fc.constantFrom(
  'json',
  'a.sql',
  'prisma/migrations/1_x/migration.sql',
  '15',
  '6.16.0',
  '007',
  '1e3',
  'true',
  'false',
  'a=b',
  'x:y',
  'a b',
  '.',
  'null',
);
const option = fc.constantFrom(...options, 'help' as const, 'nonsense' as const);
const tokens = fc.oneof(
  word.map((value) => [value]),
  option.map((name) => [`--${name}`]),
  fc.tuple(option, word).map(([name, value]) => [`--${name}`, value]),
  fc.tuple(option, word).map(([name, value]) => [`--${name}=${value}`]),
  fc.constantFrom(
    ['-q'],
    ['-f', 'json'],
    ['-f=json'],
    ['-fjson'],
    ['-c', 'x'],
    ['-o', 'y'],
    ['--'],
    ['-'],
    ['-1'],
    ['--format='],
    ['--no-quiet'],
    ['-qf', 'json'],
  ),
);

describe('a command line', () => {
  test('is read as yargs reads it, wherever it is read without yargs', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(tokens, { maxLength: 5 }), async (parts) => {
        const raw = parts.flat();
        const plain = plainArguments(raw, COMMANDS.lint);
        if (plain === null) return;
        read++;
        expect(said(plain)).toEqual(said(await byYargs(raw)));
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(read).toBeGreaterThan(100);
  });
  test('is left to yargs where it holds a mistake, a question or a rare spelling', () => {
    for (const raw of [
      ['--help'],
      ['-v'],
      ['--nonsense'],
      ['--format'],
      ['--format='],
      ['--format', '--quiet'],
      ['--quiet=false'],
      ['--quiet', 'false'],
      ['--'],
      ['-qf'],
    ])
      expect(plainArguments(raw, COMMANDS.lint), raw.join(' ')).toBeNull();
    expect(plainArguments(['x.sql', '-q', '--format', 'json', '--format=sarif'], COMMANDS.lint)?.texts('format')).toEqual(['json', 'sarif']);
  });
});
