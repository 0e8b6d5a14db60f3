import type { Diagnostic } from '../core/index.ts';
import { chooseRunner, LARGE_TABLE_ROWS, lint, type MigrationInput, NEWEST_POSTGRES, type Policy, POSTGRES_VERSIONS } from '../engine/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { PostgresVersion, Rule, Runner } from '../rule/index.ts';
import type { ValidCase } from './case.ts';

const NAME = '20250102000000_test';

/** The migrations of a case; those under test are reported on. */
export interface Files {
  readonly given: readonly string[];
  readonly tested: readonly { readonly name: string; readonly sql: string }[];
}

export const filesOf = (one: ValidCase): Files => ({ given: one.given ?? [], tested: [{ name: one.migration ?? NAME, sql: one.sql }] });

/** What the rule finds in the files under test. */
export function lintFiles(parser: Parser, rule: Rule, one: ValidCase, files: Files): readonly Diagnostic[] {
  const tested = files.tested.map(
    ({ name, sql }): MigrationInput => ({
      ...input(name, sql),
      ...(one.encoding ? { encoding: one.encoding } : {}),
      ...(one.edited ? { edited: one.edited } : {}),
    }),
  );
  const given = files.given.map((sql, index) => input(`20250101${String(index).padStart(6, '0')}_given`, sql));
  const migrations = one.entry ? given : [...given, ...tested];
  const names = new Set(tested.map(({ name }) => name));
  const result = lint({
    parser,
    today: null,
    projects: [
      {
        root: '.',
        provider: 'postgresql',
        migrationsDir: null,
        schemaPath: null,
        migrations: one.settled ? migrations.toSorted(byName) : migrations,
        entries: one.entry ? [{ name: one.migration ?? NAME, path: one.migration ?? NAME, entry: one.entry }] : [],
        settled: one.settled ? { names: one.settled, where: 'main' } : null,
        history: one.given ? 'folder' : 'excerpt',
        isReported: ({ name }) => names.has(name),
        runner: runnerOf(one),
        server: { version: versionOf(one), timeZone: null },
        schema: one.schema ?? one.deployed ?? (one.described === undefined && one.generated === undefined ? null : { path: 'schema.prisma', models: [] }),
        deployed: () => one.deployed ?? null,
        ...(one.generated === undefined ? {} : { generated: one.generated }),
        ...(one.described === undefined ? {} : { described: { sql: one.described, external: { tables: [], enums: [] } } }),
        policy: policyOf(rule, one),
      },
    ],
  });
  return result.diagnostics;
}

const byName = (a: MigrationInput, b: MigrationInput): number => (a.name < b.name ? -1 : 1);
const input = (name: string, text: string): MigrationInput => ({ name, path: `${name}/migration.sql`, text });

const runnerOf = ({ prisma = '6.16.0' }: ValidCase): Runner =>
  prisma === 'generic' ? chooseRunner({ prisma: null, override: 'generic' }) : chooseRunner({ prisma: { version: prisma, source: 'test' } });

function versionOf({ postgres = 17 }: ValidCase): PostgresVersion {
  const version = POSTGRES_VERSIONS.find((known) => known === postgres);
  if (version === undefined) throw new Error(`PostgreSQL ${postgres} is not known; the newest is ${NEWEST_POSTGRES}`);
  return version;
}

const policyOf = (rule: Rule, one: ValidCase): Policy => ({
  rules: [{ rule, severity: null, options: one.options }],
  overrides: [],
  tables: one.tables ?? {},
  rowCounts: {},
  largeTableRows: LARGE_TABLE_ROWS,
  suppress: [],
});
