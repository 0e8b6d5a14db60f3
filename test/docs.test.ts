import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { allRules } from '../src/config/index.ts';
import type { SourceFile } from '../src/core/index.ts';
import { lint, type MigrationInput, policyOf, type ProjectInput } from '../src/engine/index.ts';
import { createLibpgQueryParser } from '../src/parsers/index.ts';
import { NEWEST_POSTGRES } from '../src/postgres/index.ts';
import { loadPrisma, outlineSchema, renderChange } from '../src/prisma-schema/index.ts';
import { chooseRunner } from '../src/runner/index.ts';
import { configSchemaFile, withHead, withRuleTable } from './documents.ts';

// One list of rules, one page and one test for each, and pages whose SQL does what they say.

const folder = join(import.meta.dirname, '..', 'rules');
const files = readdirSync(folder);
const ids = rules.map((rule) => rule.id);
const parser = await createLibpgQueryParser();

const pageOf = (id: string): string => readFileSync(join(folder, `${id}.md`), 'utf8');

interface Block {
  readonly kind: 'unsafe' | 'safe';
  readonly prisma: string;
  /** Migrations in order; the last one is under test. */
  readonly migrations: readonly { readonly name: string; readonly sql: string }[];
  /** schema.prisma in a block before it; null: there is none. */
  readonly schema: string | null;
  /** The same at the base. */
  readonly base: string | null;
  /** What is known besides the SQL: a key of `FACTS`. */
  readonly facts: string | null;
}

/** What the fence of a block can say about its last migration: ```sql unsafe facts=edited. */
const FACTS: Readonly<Record<string, (last: MigrationInput) => Pick<ProjectInput, 'migrations' | 'entries' | 'settled'>>> = {
  edited: (last) => ({ migrations: [{ ...last, edited: { from: 'main', known: 'base', restore: null } }] }),
  'new-on-branch': (last) => ({ migrations: [last], settled: { names: ['20250102000000_theirs'], where: 'main' } }),
  'no-migration-file': ({ name }) => ({ migrations: [], entries: [{ name, path: name, entry: { is: 'folder without migration.sql', holds: [] } }] }),
  'stray-file': ({ name }) => ({ migrations: [], entries: [{ name, path: name, entry: { is: 'stray file', name: `${name}.sql` } }] }),
  'other-lock-file': ({ name }) => ({
    migrations: [],
    entries: [{ name, path: name, entry: { is: 'lock file', provider: 'mysql', schemaProvider: 'postgresql' } }],
  }),
  'no-lock-file': ({ name }) => ({ migrations: [], entries: [{ name, path: name, entry: { is: 'lock file', provider: null, schemaProvider: null } }] }),
  'mixed-line-ends': (last) => ({ migrations: [{ ...last, text: last.text.replace('\n', '\r\n') }] }),
};

/** Fenced blocks: ```prisma for the one that follows, ```sql unsafe, ```sql safe prisma=7.8.0. A line `-- migration: <name>` starts a migration. */
function blocksOf(page: string): readonly Block[] {
  const fences =
    /(?:```prisma base\n((?:(?!```)[\s\S])*)```\s+)?(?:```prisma\n((?:(?!```)[\s\S])*)```\s+)?```sql (unsafe|safe)(?: prisma=(\S+))?(?: facts=(\S+))?\n([\s\S]*?)```/g;
  return [...page.matchAll(fences)].map(([, base, schema, kind, prisma, facts, sql = '']) => ({
    kind: kind === 'unsafe' ? 'unsafe' : 'safe',
    prisma: prisma ?? '6.16.1',
    schema: schema ?? null,
    base: base ?? null,
    facts: facts ?? null,
    migrations: sql.startsWith('-- migration: ')
      ? sql
          .split(/^-- migration: /m)
          .slice(1)
          .map(named)
      : [{ name: 'under_test', sql }],
  }));
}

function named(part: string): Block['migrations'][number] {
  const [name = ''] = part.split('\n');
  return { name, sql: part.slice(name.length + 1) };
}

/** As the command gives it to the engine. */
async function schemaOf({ schema, base }: Block): Promise<Pick<ProjectInput, 'schema' | 'schemaPath' | 'schemaFiles' | 'described' | 'generated'>> {
  if (schema === null) return { schema: null, schemaPath: null };
  const files = (text: string): readonly SourceFile[] => [{ path: 'schema.prisma', text: `${text}\ndatasource db {\n  provider = "postgresql"\n}\n` }];
  const schemaFiles = files(schema);
  return {
    schema: outlineSchema('schema.prisma', schemaFiles),
    schemaPath: 'schema.prisma',
    schemaFiles,
    described: { sql: await rendered(null, schemaFiles), external: { tables: [], enums: [] } },
    ...(base === null ? {} : { generated: await rendered(files(base), schemaFiles) }),
  };
}

async function rendered(from: readonly SourceFile[] | null, to: readonly SourceFile[]): Promise<string> {
  const prisma = loadPrisma();
  const result = prisma && (await renderChange(prisma, from, to));
  if (result?.is !== 'sql') throw new Error(result?.because ?? '@prisma/internals is installed for the tests');
  return result.sql;
}

async function firedRules(block: Block): Promise<readonly string[]> {
  const inputs = block.migrations.map(
    ({ name, sql: text }): MigrationInput => ({
      name,
      path: `${name}/migration.sql`,
      text,
      encoding: text.startsWith('\ufeff') ? ('utf-8-bom' as const) : ('utf-8' as const),
    }),
  );
  const last = inputs.at(-1);
  const facts = block.facts === null || !last ? { migrations: last ? [last] : [] } : FACTS[block.facts]?.(last);
  const result = lint({
    parser,
    today: null,
    projects: [
      {
        root: '.',
        provider: 'postgresql',
        migrationsDir: null,
        ...(await schemaOf(block)),
        ...facts,
        migrations: facts?.settled ? inputs.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : [...inputs.slice(0, -1), ...(facts?.migrations ?? [])],
        history: 'folder',
        isReported: ({ name }) => name === last?.name,
        runner: chooseRunner({ prisma: { version: block.prisma, source: 'the page' } }),
        server: { version: NEWEST_POSTGRES, timeZone: null },
        policy: policyOf(rules),
      },
    ],
  });
  return result.diagnostics.map((diagnostic) => diagnostic.rule);
}

describe('the list of rules', () => {
  test('has every file of rules/, once', () => {
    const sources = files.filter((file) => file.endsWith('.ts') && file !== 'index.ts').map((file) => file.replace(/\.ts$/, ''));
    expect([...ids].sort()).toEqual(sources.sort());
  });
  test('has a page for each, and no page is left over', () => {
    const pages = files.filter((file) => file.endsWith('.md') && file !== 'coverage.md').map((file) => file.replace(/\.md$/, ''));
    expect(pages.sort()).toEqual([...ids].sort());
  });
  test('has a test for each', () => {
    const tests = readdirSync(join(import.meta.dirname, 'rules')).map((file) => file.replace(/\.test\.ts$/, ''));
    expect(ids.filter((id) => !tests.includes(id))).toEqual([]);
  });
});

const readme = join(folder, '..', 'README.md');
const config = join(folder, '..', 'src', 'config');
const schemaFile = join(config, 'config.schema.json');
const configSchemaText = (): string => configSchemaFile(allRules({ plugins: [] }), readFileSync(join(config, 'config.ts'), 'utf8'));
if (process.env['UPDATE_DOCS']) {
  for (const rule of rules) writeFileSync(join(folder, `${rule.id}.md`), withHead(pageOf(rule.id), rule));
  writeFileSync(readme, withRuleTable(readFileSync(readme, 'utf8'), rules));
  writeFileSync(schemaFile, configSchemaText());
}

describe('what is generated', () => {
  test('is up to date in the README (npm run docs)', () => {
    const text = readFileSync(readme, 'utf8');
    expect(withRuleTable(text, rules)).toBe(text);
  });
  test('is up to date in the JSON schema of the configuration', () => {
    expect(readFileSync(schemaFile, 'utf8')).toBe(configSchemaText());
  });
  test.each(rules.map((rule) => [rule.id, rule] as const))('is up to date in %s.md (npm run docs)', (id, rule) => {
    expect(withHead(pageOf(id), rule)).toBe(pageOf(id));
  });
});

describe.each(ids)('%s.md', (id) => {
  const page = pageOf(id);
  const blocks = blocksOf(page);
  test('begins with its name and has its sections', () => {
    expect(page.startsWith(`# ${id}\n`)).toBe(true);
    for (const section of ['Why', 'What to do instead', 'When it is fine', 'Limits']) expect(page).toContain(`\n## ${section}\n`);
  });
  test('shows what is unsafe and what is safe', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['unsafe', 'safe']));
  });
  test.each(blocks.map((block, index) => [`${block.kind} block ${index + 1}`, block] as const))('%s', async (_, block) => {
    const fired = await firedRules(block);
    if (block.kind === 'unsafe') expect(fired).toContain(id);
    else expect(fired).not.toContain(id);
  });
});
