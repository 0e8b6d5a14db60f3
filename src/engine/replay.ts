import { beginMigration, type Catalog, emptyCatalog } from '../catalog/index.ts';
import type { FolderEntry } from '../core/index.ts';
import type { Script } from '../operation/index.ts';
import type { Parser } from '../parsers/index.ts';
import { applyScript, execute, type ExecutionPlan, keepLastingBreakages, planExecution, type Step } from '../runner/index.ts';
import type { EntryInput, MigrationInput, ProjectInput } from './request.ts';

/** A migration at its place in the history. */
export interface ReplayedMigration {
  readonly input: MigrationInput;
  /** Position in the order of application, from 0. */
  readonly position: number;
  readonly script: Script;
  readonly plan: ExecutionPlan;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Null for migrations that are replayed only: nobody asks what their statements do. */
  readonly steps: readonly Step[] | null;
  /** It is no migration, but something else in the folder. */
  readonly entry?: FolderEntry;
}

export type ReplayRequest = Pick<ProjectInput, 'migrations' | 'history' | 'isReported' | 'runner' | 'server'>;

/** A history up to some migration, replayed. */
export interface Beginning extends ScriptCounts {
  readonly migrations: number;
  /** The database after the last of them. */
  readonly after: Catalog;
}

export interface ScriptCounts {
  readonly statements: number;
  readonly opaque: number;
}

export interface ReplayOptions {
  /** Where to begin. Null, or left out: with the first migration. */
  readonly from?: Beginning | null;
  /** Takes what comes before the first migration that is reported on, for the next time. Not called for nothing new. */
  readonly keep?: (beginning: Beginning) => void;
}

/**
 * Replays a history over the model of the database, one migration at a time, so that a consumer that does not keep them
 * needs the memory of one.
 */
export function* replay(request: ReplayRequest, parser: Parser, { from = null, keep }: ReplayOptions = {}): Generator<ReplayedMigration> {
  const early = new Map<MigrationInput, Script>();
  let catalog = from?.after ?? emptyCatalog(request.history === 'folder' && startsEmpty(request, parser, early));
  let { statements, opaque } = from ?? NOTHING;
  // Read to its end, the history may not have told yet whether it starts with an empty database: what is added to it can.
  const told = early.size < request.migrations.length ? early.size : Number.POSITIVE_INFINITY;
  const first = firstReported(request);
  for (let position = from?.migrations ?? 0; position < request.migrations.length; position++) {
    const input = request.migrations[position];
    if (!input) break;
    const script = early.get(input) ?? parser.parse(input.text);
    early.delete(input);
    const replayed = replayMigration({ input, position, script }, catalog, request, request.isReported({ name: input.name, path: input.path }));
    catalog = replayed.after;
    const counted = countsOf(script);
    statements += counted.statements;
    opaque += counted.opaque;
    if (position + 1 === first && first >= told) keep?.({ migrations: first, after: catalog, statements, opaque });
    yield replayed;
  }
}

/** What linting these projects will parse, given what is known of their histories; `any`: more than the histories. */
export function textsToParse(
  projects: readonly ProjectInput[],
  memory: { readonly beginningOf: (history: ReplayRequest, most: number) => Beginning | null } | null,
): Iterable<string> | 'any' {
  if (projects.some(({ described, generated }) => described !== undefined || generated !== undefined)) return 'any';
  return projects.flatMap((project) => {
    const known = memory?.beginningOf(project, firstReported(project))?.migrations ?? 0;
    return project.migrations.slice(known).map(({ text }) => text);
  });
}

const NOTHING: ScriptCounts = { statements: 0, opaque: 0 };

/** Position of the first migration that is reported on; their number if none is. */
export function firstReported({ migrations, isReported }: Pick<ReplayRequest, 'migrations' | 'isReported'>): number {
  const first = migrations.findIndex(({ name, path }) => isReported({ name, path }));
  return first < 0 ? migrations.length : first;
}

export const countsOf = ({ statements }: Script): ScriptCounts => ({
  statements: statements.length,
  opaque: statements.filter((statement) => statement.operations.some((operation) => operation.kind === 'opaque')).length,
});

/** Replays one migration over the database as the one before left it; `inSteps`: somebody asks what its statements do. */
export function replayMigration(
  { input, position, script }: Pick<ReplayedMigration, 'input' | 'position' | 'script'>,
  previous: Catalog,
  { runner, server }: Pick<ReplayRequest, 'runner' | 'server'>,
  inSteps: boolean,
): ReplayedMigration {
  const plan = planExecution(script, runner);
  const before = beginMigration(previous, input.name);
  const executed = inSteps ? execute(script, plan, before, server) : null;
  const after = executed?.after ?? applyScript(script, plan, before);
  return { input, position, script, plan, before, after, steps: executed && keepLastingBreakages(executed.steps, before, after) };
}

/**
 * Does the history begin with an empty database? It does if its first migration with statements about tables creates some,
 * and names none that it does not create. Otherwise the project was baselined, and what is not found may exist.
 * What it parses for that goes into `parsed`.
 */
export function startsEmpty(request: Pick<ReplayRequest, 'migrations' | 'runner'>, parser: Parser, parsed: Map<MigrationInput, Script>): boolean {
  let catalog = emptyCatalog(true);
  for (const input of request.migrations) {
    const script = parser.parse(input.text);
    parsed.set(input, script);
    catalog = applyScript(script, planExecution(script, request.runner), beginMigration(catalog, input.name));
    const tables = [...catalog.tables.values()];
    if (tables.some((table) => table.assumed)) return false;
    if (tables.length > 0) return !refersToMissing(catalog);
  }
  return true;
}

const refersToMissing = (catalog: Catalog): boolean =>
  [...catalog.tables.values()].some((table) =>
    table.constraints.some((constraint) => constraint.kind === 'foreignKey' && !catalog.tables.has(constraint.references.table)),
  );

/** Something beside the migrations, as a migration without statements that comes after all of them. */
export function entryAsMigration({ name, path, entry }: EntryInput, { migrations, runner }: ProjectInput, parser: Parser): ReplayedMigration {
  const script = parser.parse('');
  const catalog = emptyCatalog(false);
  return {
    input: { name, path, text: '' },
    position: migrations.length,
    script,
    plan: planExecution(script, runner),
    before: catalog,
    after: catalog,
    steps: [],
    entry,
  };
}
