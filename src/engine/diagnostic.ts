import { createHash } from 'node:crypto';
import { type Diagnostic, type Finding, lineStarts, positionAt, type SchemaModel, type Severity, SEVERITIES } from '../core/index.ts';
import type { Statement } from '../operation/index.ts';
import type { MigrationInput } from './request.ts';

/** A finding at its statement. `statement` null: about the file. */
export interface Located {
  readonly finding: Finding;
  readonly statement: Statement | null;
}

/** The statement that a finding stands in; an empty span speaks of the file. */
export function locate(finding: Finding, statements: readonly Statement[]): Located {
  const { start, end } = finding.span;
  const statement = start === end ? undefined : statements.find((candidate) => candidate.span.start <= start && start < candidate.span.end);
  return { finding, statement: statement ?? null };
}

export interface DiagnosticContext {
  /** The file that the findings are in, and the migration that they belong to; `name` empty: to none. */
  readonly input: Pick<MigrationInput, 'name' | 'path' | 'text'>;
  readonly schema: SchemaModel | null;
  readonly docs: (rule: string) => string | null;
}

/** The diagnostics of one file, sorted by place, severity and rule. */
export function diagnosticsOf(located: readonly Located[], context: DiagnosticContext): readonly Diagnostic[] {
  if (located.length === 0) return [];
  const { input } = context;
  const starts = lineStarts(input.text);
  const ordinals = new Map<string, number>();
  const spelled = new Map<Statement, string>();
  return sorted(located).map(({ finding, statement }) => {
    const docs = context.docs(finding.rule);
    const identity = identityOf(finding, statement ? textOf(statement, input.text, spelled) : '', input.name);
    const ordinal = ordinals.get(identity) ?? 0;
    ordinals.set(identity, ordinal + 1);
    return {
      rule: finding.rule,
      messageId: finding.messageId,
      harms: finding.harms,
      severity: finding.severity,
      message: finding.message.what,
      why: finding.message.why,
      todo: finding.message.todo,
      file: input.path,
      migration: input.name,
      statement: statement?.index ?? null,
      start: positionAt(starts, finding.span.start),
      end: positionAt(starts, finding.span.end),
      ...whatItIsAbout(finding, statement, context),
      certainty: finding.certainty,
      evidence: finding.evidence,
      ...(finding.preflight === null ? {} : { preflight: finding.preflight }),
      fixes: finding.fixes,
      ...(docs === null ? {} : { docs }),
      fingerprint: createHash('sha256').update(`${identity}\n${ordinal}`).digest('hex'),
    };
  });
}

type About = Pick<Diagnostic, 'operation' | 'table' | 'column' | 'model' | 'field'>;

function whatItIsAbout({ span, subject }: Finding, statement: Statement | null, { schema }: DiagnosticContext): About {
  const operations = statement?.operations ?? [];
  const operation = operations.find((candidate) => candidate.span.start <= span.start && span.start < candidate.span.end) ?? operations[0];
  const { table } = subject;
  const model = table === undefined ? undefined : schema?.models.find((one) => table.endsWith(one.table) && table === `${one.schema ?? 'public'}.${one.table}`);
  const field = model?.fields.find((candidate) => candidate.column === subject.column);
  return {
    ...(operation ? { operation: operation.kind } : {}),
    ...(subject.table === undefined ? {} : { table: subject.table }),
    ...(subject.column === undefined ? {} : { column: subject.column }),
    ...(model ? { model: model.model } : {}),
    ...(field ? { field: field.field } : {}),
  };
}

/** A statement in one line. Many findings are about the same one. */
function textOf(statement: Statement, text: string, spelled: Map<Statement, string>): string {
  const known = spelled.get(statement);
  if (known !== undefined) return known;
  const sql = text.slice(statement.span.start, statement.span.end).replaceAll(/\s+/g, ' ');
  spelled.set(statement, sql);
  return sql;
}

/** What stays when lines move and other statements change. */
function identityOf(finding: Finding, sql: string, migration: string): string {
  return JSON.stringify([finding.rule, finding.messageId, migration, finding.subject.table ?? null, finding.subject.column ?? null, sql]);
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

const sorted = (located: readonly Located[]): readonly Located[] =>
  located.toSorted(
    ({ finding: a }, { finding: b }) =>
      a.span.start - b.span.start || rank(a.severity) - rank(b.severity) || compare(a.rule, b.rule) || a.span.end - b.span.end,
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
