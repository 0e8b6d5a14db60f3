import { describe, expect, test } from 'vitest';
import type { Diagnostic, Report } from '../../src/core/index.ts';
import { reporters } from '../../src/reporters/index.ts';
import { FILE, finding, reportOf, SQL } from './report.ts';

const print = (format: string, report: Report, options = { color: false, width: 80 }): string => reporters[format]?.(report, options) ?? '';
const parsed = (format: string, report: Report): unknown => JSON.parse(print(format, report));

const error = finding('"email" TEXT NOT NULL');
const warning = finding('CREATE TABLE "Post"', {
  rule: 'other',
  severity: 'warning',
  harms: ['blocks'],
  message: 'Slow.',
  statement: 1,
  fingerprint: 'f2',
  certainty: 'depends-on-size',
});
const info = finding('-- CreateTable', { rule: 'hint', severity: 'info', harms: [], message: 'By the way.', statement: null, fingerprint: 'f3' });
const all = [error, warning, info];

describe('every reporter', () => {
  test.each(Object.keys(reporters))('%s: the same report, the same text, with or without findings', (format) => {
    expect(print(format, reportOf(all))).toBe(print(format, reportOf(all)));
    expect(typeof print(format, reportOf([]))).toBe('string');
    for (const { message } of all) expect(print(format, reportOf(all)).replaceAll('&amp;', '&')).toContain(message);
  });
  test.each(Object.keys(reporters).filter((name) => name !== 'terminal'))('%s never has colours', (format) => {
    expect(print(format, reportOf(all), { color: true, width: 80 })).not.toContain('\u001B');
  });
});

describe('terminal', () => {
  test('says what, where, why, and what to do', () => {
    expect(print('terminal', reportOf([error, warning, info]))).toMatchInlineSnapshot(`
      "20250105_x ─────────────────────────────────────────────────────────────────────

       ✖ User.email is required & has no default.
         error · required-column-without-default · fails, breaks
         prisma/migrations/20250105_x/migration.sql:2:35

         1 │ -- AlterTable
         2 │ ALTER TABLE "User" ADD COLUMN     "email" TEXT NOT NULL;
           │                                   ~~~~~~~~~~~~~~~~~~~~~

         Why      It fails with 23502, "not null".
         Instead  Give it a default:
                    -- migration: add_email
                    ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL DEFAULT '';
                  Or do it in steps.

       ▲ Slow.
         warning · other · blocks · depends on the size
         prisma/migrations/20250105_x/migration.sql:5:1

         4 │ -- CreateTable
         5 │ CREATE TABLE "Post" (
           │ ~~~~~~~~~~~~~~~~~~~

         Why      It fails with 23502, "not null".
         Instead  Give it a default:
                    -- migration: add_email
                    ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL DEFAULT '';
                  Or do it in steps.

       ℹ By the way.
         hint · prisma/migrations/20250105_x/migration.sql:4:1

      ✖ 1 error, 1 warning, 1 info in 2 of 7 migrations · 12 statements · 34 ms
        prisma 6.16.1 (package-lock.json): a migration is one transaction; PostgreSQL
        17
      "
    `);
  });
  test('no line of prose is wider than the window', () => {
    const long = finding('-- AlterTable', { message: 'word '.repeat(60).trim(), why: 'reason '.repeat(60).trim(), todo: 'step '.repeat(60).trim() });
    for (const width of [60, 80, 100]) {
      for (const line of print('terminal', reportOf([long]), { color: false, width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
  test('is short when nothing is found', () => {
    expect(print('terminal', reportOf([]), { color: false, width: 100 })).toBe(
      '✔ nothing found in 2 of 7 migrations · 12 statements · 34 ms\n  prisma 6.16.1 (package-lock.json): a migration is one transaction; PostgreSQL 17\n',
    );
  });
  test('infos come last in their file; those that say the same are one', () => {
    const again = { ...info, start: { line: 9, column: 2, offset: 60 } };
    const text = print('terminal', reportOf([info, error, again]));
    expect(text.indexOf('By the way.')).toBeGreaterThan(text.indexOf(error.message));
    expect(text.split('By the way.')).toHaveLength(2);
    expect(text).toContain(`hint · ${FILE}:4:1, 9:2\n`);
  });
  test('says so where there is no new migration', () => {
    const { summary } = reportOf([]);
    const idle = reportOf([], { summary: { ...summary, reported: 0 } });
    expect(print('terminal', idle).split('\n')[0]).toBe('✔ no new migration · 7 replayed · 12 statements · 34 ms');
    expect(print('markdown', idle)).toContain('### ✅ No new migration\n');
  });
  test('does not repeat the whole text of a rule again and again', () => {
    const many = print('terminal', reportOf(Array.from({ length: 6 }, () => error)));
    expect(many.split('Give it a default').length - 1).toBeLessThan(4);
    expect(many.split('prisma-migration-lint explain required-column-without-default').length - 1).toBeGreaterThan(2);
  });
  test('colours are only colours', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const colored = print('terminal', reportOf(all), { color: true, width: 80 });
    expect(colored).not.toBe(print('terminal', reportOf(all)));
    expect(colored.replaceAll(escapes, '')).toBe(print('terminal', reportOf(all)));
  });
});

describe('lines', () => {
  test('unix has one a finding', () => {
    expect(print('unix', reportOf([error, { ...warning, message: 'Two\nlines.' }]))).toBe(
      `${FILE}:2:35: error: User.email is required & has no default. [required-column-without-default]\n${FILE}:5:1: warning: Two lines. [other]\n`,
    );
    expect(print('unix', reportOf([]))).toBe('');
  });
  test('compact also counts', () => {
    expect(print('compact', reportOf(all)).split('\n').at(-2)).toBe('1 error, 1 warning, 1 info in 2 migrations');
  });
});

describe('json', () => {
  const full: Diagnostic = {
    ...error,
    model: 'User',
    field: 'email',
    preflight: 'SELECT 1',
    fixes: [{ title: 'Fix', edits: [{ start: 1, end: 2, text: 'x' }] }],
  };
  test('has the keys of the contract, in its order', () => {
    const report: Readonly<Record<string, unknown>> = JSON.parse(print('json', reportOf([full])));
    expect(Object.keys(report)).toEqual(['version', 'tool', 'summary', 'projects', 'diagnostics']);
    expect(report).toMatchObject({ version: 1, tool: { name: 'prisma-migration-lint', version: '1.2.3' } });
    const { summary, projects, diagnostics }: { summary: object; projects: readonly [object]; diagnostics: readonly [object] } = JSON.parse(
      print('json', reportOf([full])),
    );
    expect(Object.keys(summary)).toEqual(['migrations', 'reported', 'statements', 'opaque', 'errors', 'warnings', 'infos', 'suppressed', 'durationMs']);
    expect(Object.keys(projects[0]).slice(0, 7)).toEqual(['root', 'provider', 'prismaVersion', 'runner', 'postgresVersion', 'migrationsDir', 'schema']);
    expect(Object.keys(diagnostics[0])).toEqual(
      'rule harms severity message why todo file migration statement start end operation table column model field certainty evidence preflight fixes docs fingerprint'.split(
        ' ',
      ),
    );
    expect(diagnostics[0]).toMatchObject({ start: { line: 2, column: 35, offset: 48 }, end: { line: 2, column: 56, offset: 69 } });
  });
  test('leaves out what does not apply, but a statement is null', () => {
    const { diagnostics }: { diagnostics: readonly [object] } = JSON.parse(print('json', reportOf([{ ...info, statement: null }])));
    expect(diagnostics[0]).toHaveProperty('statement', null);
    expect(diagnostics[0]).not.toHaveProperty('preflight');
    expect(diagnostics[0]).not.toHaveProperty('model');
  });
});

describe('formats of others', () => {
  test('github escapes what its commands use', () => {
    const [first = '', , third = ''] = print('github', reportOf([{ ...error, file: 'a,b:c.sql', message: '100 %' }, warning, info])).split('\n');
    expect(first).toBe(
      '::error file=a%2Cb%3Ac.sql,line=2,endLine=2,col=35,endColumn=56,title=required-column-without-default::100 %25%0A%0AIt fails with 23502, "not null".%0A%0AGive it a default:%0A    -- migration: add_email%0A    ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL DEFAULT \'\';%0AOr do it in steps.',
    );
    expect(third.startsWith('::notice ')).toBe(true);
  });
  test('gitlab', () => {
    expect(parsed('gitlab', reportOf([error]))).toMatchObject([
      { check_name: 'required-column-without-default', fingerprint: 'f1', severity: 'critical', location: { path: FILE, lines: { begin: 2, end: 2 } } },
    ]);
  });
  test('sarif, with suppressions and fixes', () => {
    const fixed = { ...error, fixes: [{ title: 'Fix', edits: [{ start: 1, end: 3, text: 'x' }] }] };
    const report = reportOf([fixed, info], { suppressed: [{ diagnostic: warning, reason: 'small', by: 'config' }] });
    expect(parsed('sarif', report)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'prisma-migration-lint',
              semanticVersion: '1.2.3',
              rules: [{ id: 'hint' }, { id: 'other' }, { id: 'required-column-without-default' }],
            },
          },
          columnKind: 'utf16CodeUnits',
          results: [
            {
              ruleIndex: 2,
              level: 'error',
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: FILE },
                    region: { startLine: 2, startColumn: 35, endLine: 2, endColumn: 56, snippet: { text: '"email" TEXT NOT NULL' } },
                  },
                },
              ],
              partialFingerprints: { 'prismaMigrationLint/v1': 'f1' },
              fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { charOffset: 1, charLength: 2 }, insertedContent: { text: 'x' } }] }] }],
            },
            { ruleIndex: 0, level: 'note' },
            { ruleIndex: 1, level: 'warning', suppressions: [{ kind: 'external', justification: 'small' }] },
          ],
        },
      ],
    });
  });
  test('rdjson counts bytes', () => {
    const text = '-- größe\nSELECT "größe", "x";';
    const report = reportOf([finding('"x"', {}, text)], {}, text);
    expect(parsed('rdjson', report)).toMatchObject({
      diagnostics: [
        {
          location: { path: FILE, range: { start: { line: 2, column: 19 }, end: { line: 2, column: 22 } } },
          severity: 'ERROR',
          code: { value: 'required-column-without-default' },
        },
      ],
    });
  });
  test.each(['junit', 'checkstyle'])('%s is XML whatever is in the text', (format) => {
    const xml = print(format, reportOf([{ ...error, message: '<a> & "b" \u0000\u001B', file: 'a&b.sql' }]));
    expect(xml).toContain('a&amp;b.sql');
    expect(xml).toContain('&lt;a&gt; &amp; &quot;b&quot; ');
    expect([...xml].every((character) => character >= ' ' || character === '\n')).toBe(true);
    const tags = [...xml.matchAll(/<(\/?)([a-z-]+)[^<>]*?(\/?)>/g)].filter(([, , , empty]) => empty === '');
    const depth = tags.reduce((open, [, closing]) => open + (closing === '/' ? -1 : 1), 0);
    expect(depth).toBe(0);
  });
  test('junit counts failures', () => {
    expect(print('junit', reportOf(all))).toContain('tests="3" failures="2"');
  });
  test('markdown: the worst first, SQL in blocks, never too long for a comment', () => {
    const text = print('markdown', reportOf([info, warning, { ...error, preflight: 'SELECT 2' }]));
    expect(text.startsWith('<!-- prisma-migration-lint -->\n')).toBe(true);
    expect(text.indexOf(error.message)).toBeLessThan(text.indexOf(warning.message));
    expect(text).toContain('```sql\n-- migration: add_email\nALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL DEFAULT \'\';\n```\n\nOr do it in steps.');
    expect(text).toContain('```sql\nSELECT 2\n```');
    const long = print('markdown', reportOf(Array.from({ length: 900 }, () => error)));
    expect(long.length).toBeLessThan(65_000);
    expect(long).toMatch(/… and \d+ more findings \(\d+ errors\)/);
  });
});

test('the sample is what it says', () => {
  expect(SQL.slice(error.start.offset, error.end.offset)).toBe('"email" TEXT NOT NULL');
});
