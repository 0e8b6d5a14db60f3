import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// Every example project has a `transcript.txt`: what a person sees who types `prisma-migration-lint` in its folder.
// `UPDATE_TRANSCRIPTS=1 npx vitest run test/examples.test.ts` writes them anew; read the difference before you commit it.

const root = join(import.meta.dirname, '..');
const examples = join(root, 'examples');
const bin = join(root, 'dist', 'bin.js');

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

interface Found {
  readonly rule: string;
  readonly migration: string;
  readonly severity: string;
}

/** Rules of warnings and errors by migration (without its timestamp), as the guides lead one to expect. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  clean: {},
  'required-column': { add_medication_refill_at: ['required-column-without-default'], add_medication_tracking: ['required-column-without-default'] },
  'expand-contract': {},
  rename: { rename_username_generated: ['rename-as-drop-and-add'], rename_username_by_hand: ['rename-column'] },
  'concurrent-index': {
    index_audit_log_blocking: ['blocking-index-build'],
    index_audit_log_refused: ['comment-without-effect', 'concurrently-in-transaction'],
  },
  'unique-after-clean-up': {
    unique_deviation_id: ['unique-without-duplicate-check'],
    unique_slug_looked_at: ['unique-without-duplicate-check'],
    deduplicate_external_url: ['blocking-index-build', 'delete-rows'],
    add_fingerprint: ['blocking-index-build'],
  },
  'foreign-key': {
    relate_cluster_to_customer: ['foreign-key-without-orphan-check'],
    relate_owner_after_clean_up: ['delete-rows', 'validate-in-same-transaction'],
  },
  monorepo: { drop_account_legacy: ['drop-column'] },
};

describe('what the guides say', () => {
  test.each(Object.entries(EXPECTED))('%s', (name, expected) => {
    const { output } = run(join(examples, name), '--format', 'json');
    const report: { diagnostics: readonly Found[] } = JSON.parse(output);
    const found: Record<string, string[]> = {};
    for (const { rule, migration, severity } of report.diagnostics) {
      if (severity === 'info') continue;
      const name = migration.replace(/^\d+_/, '');
      found[name] = [...new Set([...(found[name] ?? []), rule])];
    }
    for (const rules of Object.values(found)) rules.sort();
    expect(found).toEqual(expected);
  });
});
