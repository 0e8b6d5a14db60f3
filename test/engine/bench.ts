import type { Diagnostic } from '../../src/core/index.ts';
import {
  chooseRunner,
  lint,
  type LintRequest,
  type LintResult,
  type MigrationInput,
  type Policy,
  policyOf,
  type ProjectInput,
} from '../../src/engine/index.ts';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import { defineRule, type Message, type Rule } from '../../src/rule/index.ts';

const message = (what: string): Message => ({ what, why: 'why', todo: 'todo' });

/** Says every dropped column. */
export const dropped: Rule = defineRule({
  id: 'dropped',
  meta: { summary: 'columns that go', harms: ['loses', 'breaks'], severity: 'error', preset: 'recommended' },
  messages: { goes: (data: { readonly column: string }) => message(`${data.column} goes.`) },
  on: { dropColumn: (operation, context) => context.finding('goes', { column: operation.column }) },
});

/** Says every index, as something that blocks. */
export const indexed: Rule = defineRule({
  id: 'indexed',
  meta: { summary: 'indexes', harms: ['blocks'], severity: 'warning', preset: 'recommended' },
  messages: { blocks: () => message('An index.') },
  on: { createIndex: (_, context) => context.finding('blocks', {}) },
});

/** Says every statement of a migration, and the migration. */
export const counted: Rule = defineRule({
  id: 'counted',
  meta: { summary: 'everything', harms: [], severity: 'info', preset: 'all' },
  messages: { statement: () => message('A statement.'), migration: (data: { readonly statements: number }) => message(`${data.statements} statements.`) },
  on: {
    statement: (_, context) => context.finding('statement', {}),
    endOfMigration: (view, context) => context.finding('migration', { statements: view.statements.length }),
  },
});

let parser: Promise<Parser> | undefined;
export const loadParser = (): Promise<Parser> => (parser ??= createLibpgQueryParser());

export interface Setting extends Partial<Omit<ProjectInput, 'policy' | 'migrations'>>, Partial<Pick<LintRequest, 'today' | 'docs'>> {
  readonly rules?: readonly Rule[];
  readonly policy?: Partial<Policy>;
}

export const INIT = 'CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "name" TEXT, "email" TEXT);\nCREATE TABLE "Log" ("id" TEXT PRIMARY KEY, "at" TEXT);\n';

/** A project of these texts, called `1_init`, `2_a`, `3_b`, …; unless told otherwise only the last is reported. */
export function projectOf(texts: readonly string[], { rules = [dropped, indexed], policy, ...more }: Setting): ProjectInput {
  const names = texts.map((_, index) => (index === 0 ? '1_init' : `${index + 1}_${String.fromCharCode(96 + index)}`));
  const migrations = texts.map((text, index): MigrationInput => ({ name: names[index] ?? '', path: `m/${names[index] ?? ''}/migration.sql`, text }));
  return {
    root: '.',
    provider: 'postgresql',
    migrationsDir: 'm',
    schemaPath: null,
    history: 'folder',
    isReported: ({ name }) => name === names.at(-1),
    runner: chooseRunner({ prisma: { version: '6.16.0', source: 'test' } }),
    server: { version: 17, timeZone: null },
    schema: null,
    ...more,
    migrations,
    policy: { ...policyOf(rules), ...policy },
  };
}

export async function lintTexts(texts: readonly string[], setting: Setting = {}): Promise<LintResult> {
  const { today = null, docs, ...project } = setting;
  return lint({ parser: await loadParser(), projects: [projectOf(texts, project)], today, ...(docs ? { docs } : {}) });
}

/** `dropped@0 error`: rule, statement and severity. */
export const gist = ({ rule, statement, severity }: Diagnostic): string => `${rule}@${statement ?? '-'} ${severity}`;
export const gists = ({ diagnostics }: LintResult): readonly string[] => diagnostics.map(gist);
