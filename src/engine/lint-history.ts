import { type Catalog, withGap } from '../catalog/index.ts';
import type { Finding } from '../core/index.ts';
import type { RuleFacts } from '../rule/index.ts';
import { type DiagnosticContext, diagnosticsOf } from './diagnostic.ts';
import { subjectOf } from './facts.ts';
import { type MigrationResult, type ProjectContext, ranked } from './lint-migration.ts';
import { crashed } from './own-findings.ts';
import type { MigrationInput } from './request.ts';
import type { ReplayedMigration } from './replay.ts';
import type { ActiveRules } from './run-rules.ts';
import { hasEnded, isFor, sift } from './suppress.ts';

/**
 * What the rules say of a project as a whole, after its last migration. The configuration speaks of these findings by the name
 * of that migration and by the path of the schema.
 *
 * @param unread the statements of all migrations that are no SQL: nobody knows what they are to do
 */
export function lintHistory(last: ReplayedMigration, unread: readonly string[], context: ProjectContext): MigrationResult {
  const { project, request } = context;
  const migration = { name: last.input.name, path: project.schemaPath ?? last.input.path };
  const active = context.selection.for(migration);
  const subject = subjectOf(last, last.steps ?? [], project, context.names, context.schema);
  const found = ranked(findingsOf(active, subject.factsOf([], last.before, unsureOf(last.after, unread))), active, project.policy);
  const entries = project.policy.suppress.filter((entry) => isFor(entry, migration) && !hasEnded(entry, request.today));
  const sifted = sift(
    found.map((finding) => ({ finding, statement: null })),
    { comments: [], entries, isOn: () => true },
  );
  const filed = (located: readonly { readonly finding: Finding }[]): MigrationResult['diagnostics'] =>
    [...new Set(located.map(({ finding }) => finding.file))].flatMap((file) => {
      const rendering: DiagnosticContext = { input: inputOf(file, last, context), schema: project.schema, docs: request.docs ?? (() => null) };
      return diagnosticsOf(
        located.filter(({ finding }) => finding.file === file).map(({ finding }) => ({ finding, statement: null })),
        rendering,
      );
    });
  return {
    diagnostics: filed(sifted.heard),
    suppressed: sifted.silenced.flatMap(({ located, reason, by }) => filed([located]).map((diagnostic) => ({ diagnostic, reason, by }))),
    usedEntries: sifted.usedEntries,
  };
}

/** The texts of a migration's statements that are no SQL. */
export const unreadStatements = ({ script, input }: Pick<ReplayedMigration, 'script' | 'input'>): readonly string[] =>
  script.problems.map(({ statement, span }) => {
    const { start, end } = script.statements.find(({ index }) => index === statement)?.span ?? span;
    return input.text.slice(start, end);
  });

const UNREAD = 'a statement that is no SQL';

/** What such statements name is no longer sure. */
function unsureOf(catalog: Catalog, unread: readonly string[]): Catalog {
  if (unread.length === 0) return catalog;
  const named = new Set(unread.flatMap((text) => text.match(/\w+/g) ?? []));
  return {
    ...withGap(catalog, UNREAD),
    tables: catalog.tables.map((table) => (named.has(table.name) ? { ...table, obscuredBy: table.obscuredBy ?? UNREAD } : table)),
  };
}

const findingsOf = (active: ActiveRules, facts: RuleFacts): readonly Finding[] =>
  active.atEndOfHistory.flatMap((rule) => {
    try {
      return rule.endOfHistory?.(facts) ?? [];
    } catch (error) {
      return [crashed(rule.id, facts.migration.name, error, { start: 0, end: 0 })];
    }
  });

/** A file of the schema belongs to no migration. */
function inputOf(file: string | undefined, { input }: ReplayedMigration, { project }: ProjectContext): Pick<MigrationInput, 'name' | 'path' | 'text'> {
  if (file === undefined) return input;
  return { name: '', path: file, text: project.schemaFiles?.find(({ path }) => path === file)?.text ?? '' };
}
