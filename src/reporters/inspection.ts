import picocolors from 'picocolors';
import type { Position, ProjectReport, Report, SourceFile } from '../core/index.ts';
import { jsonProject } from './json.ts';
import type { ReporterOptions } from './reporter.ts';
import { plural } from './text.ts';

/** What a statement does, in the words of the JSON of `inspect`, version 1. */
export interface StatementReport {
  readonly migration: string;
  readonly file: string;
  readonly statement: number;
  readonly start: Position;
  readonly end: Position;
  readonly kind: string;
  readonly transaction: { readonly id: number; readonly explicit: boolean };
  readonly effects: {
    readonly locks: readonly { readonly table: string; readonly mode: string; readonly existing: boolean; readonly rows: string }[];
    readonly work: readonly { readonly table: string; readonly what: string; readonly under: string }[];
    readonly fails: readonly { readonly when: string; readonly sqlstate: string }[];
    readonly loses: readonly { readonly what: string; readonly table: string | null; readonly column: string | null }[];
    readonly breaks: readonly { readonly table: string | null; readonly client: string; readonly sqlstate: string | null }[];
  };
  readonly harms: readonly string[];
  readonly heldLocks: readonly { readonly table: string; readonly mode: string; readonly sinceStatement: number }[];
  readonly blocks: 'reads-and-writes' | 'writes' | null;
  readonly opaque: boolean;
}

export interface InspectionReport {
  readonly tool: Report['tool'];
  readonly projects: readonly ProjectReport[];
  readonly statements: readonly StatementReport[];
  readonly source: (path: string) => SourceFile | undefined;
}

type InspectionReporter = (report: InspectionReport, options: ReporterOptions) => string;

const jsonInspection: InspectionReporter = ({ tool, projects, statements }) =>
  `${JSON.stringify({ version: 1, tool, projects: projects.map(jsonProject), statements: statements.map(jsonStatement) }, null, 2)}\n`;

function jsonStatement(report: StatementReport): StatementReport {
  const { migration, file, statement, start, end, kind, transaction, effects, harms, heldLocks, blocks, opaque } = report;
  return { migration, file, statement, start, end, kind, transaction, effects, harms, heldLocks, blocks, opaque };
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** By migration and transaction: the statement's first line, and below it what it does. */
const terminalInspection: InspectionReporter = (report, { color, width }) => {
  const colors = picocolors.createColors(color);
  const lines: string[] = [];
  let [file, transaction] = ['', -1];
  for (const statement of report.statements) {
    if (statement.file !== file) {
      const title = statement.migration || statement.file;
      lines.push(
        ...(file === '' ? [] : ['']),
        `${colors.bold(title)} ${colors.dim('─'.repeat(Math.max(3, width - title.length - 1)))}`,
        colors.dim(statement.file),
      );
      transaction = -1;
    }
    if (statement.transaction.id !== transaction)
      lines.push('', colors.dim(`  transaction ${statement.transaction.id + 1}${statement.transaction.explicit ? ' (BEGIN … COMMIT)' : ''}`));
    file = statement.file;
    transaction = statement.transaction.id;
    lines.push(...described(statement, report.source(file), width, colors));
  }
  lines.push(...(lines.length === 0 ? [] : ['']), totals(report, colors));
  return `${lines.join('\n')}\n`;
};

function described(statement: StatementReport, source: SourceFile | undefined, width: number, colors: Colors): readonly string[] {
  const place = `${statement.start.line}:${statement.start.column}`.padEnd(7);
  const sql = (source?.text.slice(statement.start.offset, statement.end.offset) ?? statement.kind).replaceAll(/\s+/g, ' ');
  const room = Math.max(20, width - 11);
  const rows = factsOf(statement).map(([name, fact]) => `           ${(name === 'blocks' ? colors.red : colors.dim)(name.padEnd(7))} ${fact}`);
  return [`  ${colors.dim(place)}  ${sql.length > room ? `${sql.slice(0, room - 1)}…` : sql}`, ...rows];
}

/** One thing that a statement does, by the word for its kind: `locks`, `ACCESS EXCLUSIVE on User`. */
export type Fact = readonly [name: string, fact: string];

/** All that a statement does to the database and to those who use it, in words. */
export function factsOf({ effects, heldLocks, blocks, opaque }: StatementReport): readonly Fact[] {
  const rewritten = effects.work.map(({ table, what, under }): Fact => ['work', `${WORK[what] ?? what} ${label(table)}, under ${under}`]);
  return [
    ...(opaque ? [['?', 'not understood: what it touches counts as unknown'] satisfies Fact] : []),
    ...grouped(effects.locks).map(([mode, tables]): Fact => ['locks', `${mode} on ${tables.join(', ')}`]),
    ...rewritten,
    ...(blocks === null
      ? []
      : [['blocks', blocks === 'writes' ? 'writes, while the work is done' : 'reads and writes, while the work is done'] satisfies Fact]),
    ...held(heldLocks),
    ...distinct(effects.fails.map(({ when, sqlstate }) => `${condition(when, sqlstate)} (${sqlstate})`)).map((fact): Fact => ['fails', fact]),
    ...distinct(
      effects.loses.map(({ what, table, column }) =>
        table === null ? what : column === null ? `${what} of ${label(table)}` : `${what} ${label(table)}.${column}`,
      ),
    ).map((fact): Fact => ['loses', fact]),
    ...distinct(
      effects.breaks.map(
        ({ table, client, sqlstate }) =>
          `${CLIENT[client] ?? client}${table === null ? '' : ` on ${label(table)}`}${sqlstate === null ? '' : ` (${sqlstate})`}`,
      ),
    ).map((fact): Fact => ['breaks', fact]),
  ];
}

const WORK: Readonly<Record<string, string>> = {
  rewrite: 'rewrites',
  scan: 'scans',
  'index-build': 'builds an index on',
  'index-rebuild': 'rebuilds an index of',
  'validate-foreign-key': 'checks a foreign key on',
  'rows-written': 'writes rows of',
};
const OFFENDERS: Readonly<Record<string, string>> = {
  '22001': 'values that are too long',
  '22003': 'values out of range',
  '22P02': 'values of another form',
  '23502': 'NULLs',
  '23503': 'rows without a partner',
  '23505': 'duplicates',
  '23514': 'rows against the check',
  '23P01': 'rows that exclude each other',
};

function condition(when: string, sqlstate: string): string {
  if (when === 'always') return 'always';
  if (when === 'rows') return 'as soon as the table holds a row';
  return `if there are ${OFFENDERS[sqlstate] ?? 'rows of that kind'}`;
}

const CLIENT: Readonly<Record<string, string>> = {
  select: 'SELECT of the deployed client',
  insert: 'INSERT of the deployed client',
  prepared: 'its prepared statements',
  enum: 'its reading of enum values',
};

const label = (table: string): string => table.replace(/^public\./, '');
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Tables by lock mode; those that the migration itself creates are left out: nobody waits for them. */
function grouped(locks: StatementReport['effects']['locks']): readonly (readonly [string, readonly string[]])[] {
  const byMode = new Map<string, string[]>();
  for (const { table, mode, existing } of locks) if (existing) byMode.set(mode, [...(byMode.get(mode) ?? []), label(table)]);
  return [...byMode];
}

/** Locks of earlier statements that are still held, by mode and statement. */
function held(locks: StatementReport['heldLocks']): readonly Fact[] {
  const tables = new Map<string, string[]>();
  for (const { table, mode, sinceStatement } of locks) {
    const key = `${mode}\n${sinceStatement + 1}`;
    tables.set(key, [...(tables.get(key) ?? []), label(table)]);
  }
  return [...tables].map(([key, names]): Fact => {
    const [mode, statement] = key.split('\n');
    return ['held', `${mode} on ${names.join(', ')}, since statement ${statement}`];
  });
}

function totals({ statements, projects }: InspectionReport, colors: Colors): string {
  const migrations = new Set(statements.map(({ file }) => file)).size;
  const runners = distinct(projects.map(({ runnerBecause, runner }) => `${runner}: ${runnerBecause}`));
  return [`${plural(statements.length, 'statement')} in ${plural(migrations, 'migration')}`, ...runners].map((line) => colors.dim(line)).join('\n');
}

/** Reporters of `inspect` by the name that `--format` takes. */
export const inspectionReporters: Readonly<Record<string, InspectionReporter>> = { terminal: terminalInspection, json: jsonInspection };
