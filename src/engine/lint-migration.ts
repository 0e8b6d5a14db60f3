import type { Diagnostic, Finding, Span, Suppressed } from '../core/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { SchemaFacts } from '../rule/index.ts';
import type { Step } from '../runner/index.ts';
import { type DiagnosticContext, diagnosticsOf, locate } from './diagnostic.ts';
import { type ProjectNames, type Subject, subjectOf } from './facts.ts';
import { ENGINE_RULES } from './own-findings.ts';
import type { ConfiguredSuppression, Policy } from './policy.ts';
import type { ReplayedMigration } from './replay.ts';
import type { LintRequest, ProjectInput } from './request.ts';
import { type ActiveRules, RuleSelection, runRules } from './run-rules.ts';
import { keepNoticedBreakages, schemaFactsOf } from './schema-facts.ts';
import { withPrismaWarnings } from './prisma-warnings.ts';
import { bySetting } from './severity.ts';
import { bySize, commentedRows, TableSizes } from './sizes.ts';
import { hasEnded, isFor, sift } from './suppress.ts';
import { readSuppressions } from './suppression-comments.ts';

/** What stays the same while the migrations of a project are linted. */
export interface ProjectContext {
  readonly project: ProjectInput;
  readonly request: Pick<LintRequest, 'today' | 'docs'>;
  readonly names: ProjectNames;
  readonly selection: RuleSelection;
  readonly sizes: TableSizes;
  readonly schema: SchemaFacts | null;
  readonly knownRules: ReadonlySet<string>;
}

/** Throws when a rule does not accept its options. */
export const contextOf = (project: ProjectInput, request: ProjectContext['request'], parser: Parser): ProjectContext => ({
  project,
  request,
  names: {
    migrations: project.migrations.map(({ name }) => name),
    reported: project.migrations.filter(({ name, path }) => project.isReported({ name, path })).map(({ name }) => name),
    settled: project.settled ?? null,
  },
  selection: new RuleSelection(project.policy),
  sizes: new TableSizes(project.policy, project.schema),
  schema: schemaFactsOf(project, parser),
  knownRules: new Set([...project.policy.rules, ...ENGINE_RULES.map((rule) => ({ rule }))].map(({ rule }) => rule.id)),
});

export interface MigrationResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: readonly Suppressed[];
  readonly usedEntries: readonly ConfiguredSuppression[];
}

/** Rules → sizes → severities → suppressions → diagnostics, for one migration. */
export function lintMigration(replayed: ReplayedMigration, executed: readonly Step[], context: ProjectContext): MigrationResult {
  const { project, request } = context;
  const subject = subjectOf(replayed, keepNoticedBreakages(executed, context.schema), project, context.names, context.schema);
  const migration = { name: replayed.input.name, path: replayed.input.path };
  const selected = context.selection.for(migration);
  const active = isSettled(replayed) ? selected.aboutFiles : selected;
  const comments = readSuppressions(replayed.script, { knownRules: context.knownRules, today: request.today });
  const found = ranked(sized(runRules(active, subject), subject, context), active, project.policy);
  const located = distinct(found).map((finding) => locate(finding, replayed.script.statements));
  const sifted = sift(withPrismaWarnings(located, replayed.script.comments), {
    comments: comments.suppressions,
    entries: project.policy.suppress.filter((entry) => isFor(entry, migration) && !hasEnded(entry, request.today)),
    isOn: (rule) => active.called(rule) !== undefined,
  });
  const own = ranked([...comments.problems, ...sifted.unused], active, project.policy).map((finding) => locate(finding, replayed.script.statements));
  const rendering: DiagnosticContext = { input: replayed.input, schema: project.schema, docs: request.docs ?? (() => null) };
  return {
    diagnostics: diagnosticsOf([...sifted.heard, ...own], rendering),
    suppressed: sifted.silenced.flatMap(({ located, reason, by }) => diagnosticsOf([located], rendering).map((diagnostic) => ({ diagnostic, reason, by }))),
    usedEntries: sifted.usedEntries,
  };
}

/** Nobody can change what its SQL does any more, or there is none. */
const isSettled = ({ input, entry }: ReplayedMigration): boolean => input.applied === true || entry !== undefined;

/** Takes sizes into account. A finding without a table is about those that its statement works on, the largest first. */
function sized(findings: readonly Finding[], subject: Subject, { sizes }: ProjectContext): readonly Finding[] {
  if (!findings.some(({ harms }) => harms.includes('blocks'))) return findings;
  const touched = new Set(subject.steps.flatMap((step) => step.effects.locks.filter((lock) => lock.on === 'table' && lock.existing).map((lock) => lock.table)));
  const comments = commentedRows(subject.view.comments, [...touched]);
  return findings.flatMap((finding) => {
    const table =
      finding.subject.table ?? subject.steps.find((step) => step.blocking.length > 0 && contains(step.statement.span, finding.span))?.blocking[0]?.work.table;
    const kept = table === undefined ? finding : bySize(finding, sizes.sizeOf(table, comments));
    return kept ? [kept] : [];
  });
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** Severities as configured. What the engine finds itself is dropped when its rule is off, and kept when nobody configures it. */
export const ranked = (findings: readonly Finding[], active: ActiveRules, policy: Policy): readonly Finding[] =>
  findings.flatMap((finding) => {
    const setting = active.called(finding.rule);
    if (setting) return [bySetting(finding, setting.rule.meta.severity, setting.severity)];
    return policy.rules.some(({ rule }) => rule.id === finding.rule) ? [] : [finding];
  });

/** The same finding said twice, by two handlers of a rule, is one. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify([finding.rule, finding.span, finding.message.what]);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
