import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { reporters } from '../../src/reporters/index.ts';
import { conformance } from './conformance.ts';
import { finding, reportOf, SQL } from './report.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// Reports against the schemas of their formats. With PROJECTS=<folder> (`npm run validate-reports -- <folder>`) also those of a
// run over the projects in that folder.

const error = finding('"email" TEXT NOT NULL', {
  message: 'A <b> & "c" \u0000\u001B ]]> ünï',
  fixes: [
    {
      title: 'Fix',
      edits: [
        { start: 14, end: 20, text: 'x' },
        { start: 26, end: 27, text: '' },
      ],
    },
  ],
});
const warning = finding('CREATE TABLE "Post"', { rule: 'other', severity: 'warning', harms: ['blocks'], file: 'a b/#?%/ü.sql' });
const info = finding('-- CreateTable', { rule: 'plugin/hint', severity: 'info', harms: [], statement: null });
const start = { line: 1, column: 1, offset: 0 };
const aboutTheFile = finding('-- AlterTable', { start, end: start });
const describe_ = (rule: string) =>
  rule === 'other' ? undefined : { summary: 'It does', harms: ['fails' as const], severity: 'error' as const, page: rule.includes('/') ? null : '# It\n' };

const samples = {
  'nothing found': reportOf([]),
  'one of each': reportOf([error, warning, info, aboutTheFile], { describe: describe_ }),
  'suppressed findings': reportOf([error], {
    suppressed: [
      { diagnostic: warning, reason: 'small', by: 'config' },
      { diagnostic: info, reason: 'x', by: 'comment' },
    ],
  }),
  'the same twice': reportOf([error, error]),
};

const print = (format: string, report: (typeof samples)['nothing found'], folder = ''): string =>
  reporters[format]?.(report, { color: false, width: 80, folder }) ?? '';

describe.each(Object.entries(conformance))('%s', (format, check) => {
  test.each(Object.entries(samples))('%s', async (_, report) => {
    expect(await check(print(format, report))).toEqual([]);
    expect(await check(print(format, report, 'apps/web/'))).toEqual([]);
  });
  test('the check can fail', async () => {
    const broken: Readonly<Record<string, string>> = {
      sarif: print('sarif', samples['one of each']).replaceAll('"ruleId"', '"ruleName"'),
      gitlab: print('gitlab', samples['one of each']).replaceAll('critical', 'grave'),
      rdjson: print('rdjson', samples['one of each']).replaceAll('"ERROR"', '"error"'),
      junit: print('junit', samples['one of each']).replaceAll('failure', 'fault'),
      checkstyle: print('checkstyle', samples['one of each']).replaceAll(' source=', ' rule='),
    };
    expect(await check(broken[format] ?? '')).not.toEqual([]);
  });
});

describe('what schemas do not say', () => {
  test('gitlab: no fingerprint is there twice', () => {
    const issues: readonly { readonly fingerprint: string }[] = JSON.parse(print('gitlab', samples['the same twice']));
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
  test('sarif: rules are described, their indices fit, and paths are URIs from the top of the repository', () => {
    const { runs } = JSON.parse(print('sarif', samples['one of each'], 'apps/web/'));
    const [{ tool, results }] = runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(tool.driver.rules[2]).toMatchObject({
      id: 'required-column-without-default',
      help: { text: '# It\n', markdown: '# It\n' },
      shortDescription: { text: 'It does.' },
    });
    expect(results[1].locations[0].physicalLocation.artifactLocation.uri).toBe('apps/web/a%20b/%23%3F%25/%C3%BC.sql');
  });
  test('rdjson: edits that belong together are one suggestion', () => {
    const { diagnostics } = JSON.parse(print('rdjson', samples['one of each']));
    const [{ suggestions }] = diagnostics;
    expect(suggestions).toEqual([{ range: { start: { line: 2, column: 1 }, end: { line: 2, column: 14 } }, text: `x${SQL.slice(20, 26)}` }]);
  });
});

const projects = process.env['PROJECTS'];

describe.skipIf(projects === undefined)('a run over projects', () => {
  test('is what every format asks for', { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'migration-lint-reports-'));
    const outputs = Object.keys(conformance).flatMap((format) => ['--format', `${format}:${join(folder, format)}`]);
    const bin = join(import.meta.dirname, '..', '..', 'dist', 'bin.cjs');
    const summary = execFileSync(process.execPath, [bin, '--no-config', '--fail-on', 'never', '--format', 'compact', ...outputs], {
      cwd: projects,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    console.log(summary.trimEnd().split('\n').at(-1));
    for (const [format, check] of Object.entries(conformance)) {
      const report = readFileSync(join(folder, format), 'utf8');
      const problems = await check(report);
      console.log(`${format}: ${report.length} characters, ${problems.length === 0 ? 'valid' : problems.slice(0, 3).join('; ')}`);
      expect(problems, format).toEqual([]);
    }
    rmSync(folder, { recursive: true, force: true });
  });
});
