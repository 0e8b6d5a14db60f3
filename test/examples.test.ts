import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXPECTED, foundIn } from './example-findings.ts';
import { picture } from './picture.ts';

// Every example project has a `transcript.txt`: what a person sees who types `prisma-migration-lint` in its folder.
// `UPDATE_TRANSCRIPTS=1 npx vitest run test/examples.test.ts` writes them anew; read the difference before you commit it.

const root = join(import.meta.dirname, '..');
const examples = join(root, 'examples');
const bin = join(root, 'dist', 'bin.cjs');

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function run(folder: string, ...options: readonly string[]): Outcome {
  const environment = { ...process.env, NO_COLOR: '1', COLUMNS: '100', CI: '', GITHUB_ACTIONS: '' };
  try {
    const output = execFileSync(process.execPath, [bin, ...options], { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return { code: 0, output };
  } catch (error) {
    if (error instanceof Error && 'status' in error && 'stdout' in error) return { code: Number(error.status), output: String(error.stdout) };
    throw error;
  }
}

const withoutTime = (text: string): string => text.replaceAll(/\b\d+(\.\d+)? m?s\b/g, '… ms');

const names = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'plugin')
  .map((entry) => entry.name);

describe('examples', () => {
  test.each(names)('%s prints its transcript', (name) => {
    const folder = join(examples, name);
    const { code, output } = run(folder);
    const transcript = `$ prisma-migration-lint\n\n${withoutTime(output).trimEnd()}\n\n$ echo $?\n${code}\n`;
    const file = join(folder, 'transcript.txt');
    if (process.env['UPDATE_TRANSCRIPTS']) writeFileSync(file, transcript);
    expect(existsSync(file), `${file} is missing`).toBe(true);
    expect(transcript).toBe(readFileSync(file, 'utf8'));
  });
});

test('the picture in the README is what a terminal shows', () => {
  const migration = 'prisma/migrations/20250402090000_rename_username_generated';
  const { output } = run(join(examples, 'rename'), migration, '--color');
  const drawn = picture(`$ npx prisma-migration-lint\n\n${withoutTime(output)}`, 100);
  const file = join(examples, 'terminal.svg');
  if (process.env['UPDATE_TRANSCRIPTS']) writeFileSync(file, drawn);
  expect(drawn).toBe(readFileSync(file, 'utf8'));
});

describe('what the guides say', () => {
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const { output } = run(join(examples, name), '--format', 'json');
    expect(foundIn(output)).toEqual(expected);
  });
});
