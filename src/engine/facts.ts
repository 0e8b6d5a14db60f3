import type { Catalog } from '../catalog/index.ts';
import { combine, type Effects } from '../postgres/index.ts';
import type { HistoryView, MigrationView, RuleFacts, SchemaFacts } from '../rule/index.ts';
import type { Step } from '../runner/index.ts';
import type { ReplayedMigration } from './replay.ts';
import type { ProjectInput } from './request.ts';

/** What is the same for every migration of a project. */
export type ProjectNames = Pick<HistoryView, 'migrations' | 'reported' | 'settled'>;

/** A migration whose rules are run: what they see of it as a whole, and of its parts. */
export interface Subject {
  readonly replayed: ReplayedMigration;
  readonly steps: readonly Step[];
  readonly view: MigrationView;
  /** Operations of each statement that has some, in order. */
  readonly statements: readonly (readonly [Step, ...Step[]])[];
  readonly factsOf: (steps: readonly Step[], before: Catalog, after: Catalog) => RuleFacts;
}

export function subjectOf(
  replayed: ReplayedMigration,
  steps: readonly Step[],
  project: ProjectInput,
  names: ProjectNames,
  schema: SchemaFacts | null,
): Subject {
  const view = viewOf(replayed, steps);
  const history: HistoryView = { ...names, position: replayed.position, complete: replayed.before.complete };
  return { replayed, steps, view, statements: byStatement(steps), factsOf: factsFor(view, history, schema, project) };
}

function factsFor(migration: MigrationView, history: HistoryView, schema: SchemaFacts | null, { server, runner }: ProjectInput): Subject['factsOf'] {
  const shared = { migration, history, schema, server, runner };
  return (steps, before, after) => new Facts(shared, steps, before, after);
}

/** Of one operation, or of several. */
class Facts implements RuleFacts {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly migration: MigrationView;
  readonly history: HistoryView;
  readonly schema: SchemaFacts | null;
  readonly server: RuleFacts['server'];
  readonly runner: RuleFacts['runner'];
  readonly #steps: readonly Step[];
  #effects: Effects | undefined;

  constructor(shared: Pick<RuleFacts, 'migration' | 'history' | 'schema' | 'server' | 'runner'>, steps: readonly Step[], before: Catalog, after: Catalog) {
    this.before = before;
    this.after = after;
    this.migration = shared.migration;
    this.history = shared.history;
    this.schema = shared.schema;
    this.server = shared.server;
    this.runner = shared.runner;
    this.#steps = steps;
  }

  /** Asked for by few: those of a whole migration take time to put together. */
  get effects(): Effects {
    const steps = this.#steps;
    this.#effects ??= steps.length === 1 && steps[0] ? steps[0].effects : combine(...steps.map((step) => step.effects));
    return this.#effects;
  }
}

function viewOf({ input, script, plan, entry }: ReplayedMigration, steps: readonly Step[]): MigrationView {
  return {
    name: input.name,
    path: input.path,
    steps,
    statements: script.statements,
    comments: script.comments,
    problems: script.problems,
    longIdentifiers: script.longIdentifiers,
    plan,
    textOf: (span) => input.text.slice(span.start, span.end),
    encoding: input.encoding ?? (script.byteOrderMark ? 'utf-8-bom' : 'utf-8'),
    lineEnds: lineEndsOf(input.text),
    edited: input.edited ?? null,
    entry: entry ?? null,
  };
}

function lineEndsOf(text: string): MigrationView['lineEnds'] {
  const crlf = text.includes('\r\n');
  if (!crlf) return 'lf';
  return /(?<!\r)\n/.test(text) ? 'mixed' : 'crlf';
}

function byStatement(steps: readonly Step[]): readonly (readonly [Step, ...Step[]])[] {
  const groups: [Step, ...Step[]][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last && last[0].statement === step.statement) last.push(step);
    else groups.push([step]);
  }
  return groups;
}
