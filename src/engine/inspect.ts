import { type Harm, HARMS, lineStarts, type Position, positionAt, type ProjectReport } from '../core/index.ts';
import type { LockMode, Statement } from '../operation/index.ts';
import { combine, type Effects, type Failure } from '../postgres/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { HeldLock, Step, Transaction } from '../runner/index.ts';
import { reportOf } from './lint.ts';
import type { Memory } from './memory.ts';
import { firstReported, replay, type ReplayedMigration } from './replay.ts';
import type { ProjectInput } from './request.ts';

/** What one statement does, as `inspect --format json` prints it (version 1). */
export interface InspectedStatement {
  readonly migration: string;
  readonly file: string;
  /** 0-based index in the file. */
  readonly statement: number;
  readonly start: Position;
  readonly end: Position;
  /** Kinds of its operations, each once, in the order in which PostgreSQL runs them: `addColumn, setNotNull`. */
  readonly kind: string;
  readonly transaction: { readonly id: number; readonly explicit: boolean };
  readonly effects: {
    readonly locks: readonly { readonly table: string; readonly mode: LockMode; readonly existing: boolean; readonly rows: string }[];
    readonly work: readonly { readonly table: string; readonly what: string; readonly under: LockMode }[];
    readonly fails: readonly { readonly when: string; readonly sqlstate: string }[];
    readonly loses: readonly { readonly what: string; readonly table: string | null; readonly column: string | null }[];
    readonly breaks: readonly { readonly table: string | null; readonly client: string; readonly sqlstate: string | null }[];
  };
  readonly harms: readonly Harm[];
  readonly heldLocks: readonly HeldLock[];
  readonly blocks: 'reads-and-writes' | 'writes' | null;
  readonly opaque: boolean;
}

export interface InspectRequest {
  readonly parser: Parser;
  readonly projects: readonly ProjectInput[];
  readonly memory?: Pick<Memory, 'beginningOf' | 'keepBeginning'>;
}

export interface Inspection {
  readonly projects: readonly ProjectReport[];
  readonly statements: readonly InspectedStatement[];
}

/** What each statement of the reported migrations does to the database and to those who use it. */
export function inspect({ parser, projects, memory }: InspectRequest): Inspection {
  const statements: InspectedStatement[] = [];
  for (const project of projects) {
    const from = memory?.beginningOf(project, firstReported(project)) ?? null;
    for (const replayed of replay(project, parser, { from, keep: (beginning) => memory?.keepBeginning(project, beginning) }))
      if (replayed.steps) statements.push(...inspectMigration(replayed, replayed.steps));
  }
  return { projects: projects.map(reportOf), statements };
}

/** What each statement of one migration does; `steps` are its own. */
export function inspectMigration(replayed: ReplayedMigration, steps: readonly Step[]): readonly InspectedStatement[] {
  const { script, plan, input } = replayed;
  const starts = lineStarts(input.text);
  return script.statements.map((statement) => {
    const own = steps.filter((step) => step.statement === statement);
    const transaction: Transaction = plan.transactions[statement.index] ?? { id: statement.index, explicit: false, block: false };
    return {
      migration: input.name,
      file: input.path,
      statement: statement.index,
      start: positionAt(starts, statement.span.start),
      end: positionAt(starts, statement.span.end),
      ...whatItDoes(statement, own),
      transaction: { id: transaction.id, explicit: transaction.explicit },
      heldLocks: own[0]?.heldLocks ?? [],
    };
  });
}

function whatItDoes(statement: Statement, steps: readonly Step[]): Pick<InspectedStatement, 'kind' | 'effects' | 'harms' | 'blocks' | 'opaque'> {
  const effects = combine(...steps.map((step) => step.effects));
  const blocking = steps.flatMap((step) => step.blocking);
  const blocks = blocking.some((one) => one.blocks === 'reads-and-writes') ? 'reads-and-writes' : blocking.length > 0 ? 'writes' : null;
  const does: Readonly<Record<Harm, boolean>> = {
    fails: effects.fails.some(isExpected),
    loses: effects.loses.some((loss) => loss.data),
    blocks: blocks !== null,
    breaks: effects.breaks.length > 0,
  };
  return {
    kind: [...new Set(steps.map((step) => step.operation.kind))].join(', ') || 'syntax error',
    effects: shown(effects),
    harms: HARMS.filter((harm) => does[harm]),
    blocks,
    opaque: statement.operations.some((operation) => operation.kind === 'opaque') || statement.operations.length === 0,
  };
}

/** Nothing makes it unlikely. */
const isExpected = (failure: Failure): boolean => failure.unlikelyBecause === null;

const shown = ({ locks, work, fails, loses, breaks }: Effects): InspectedStatement['effects'] => ({
  locks: locks.map(({ table, mode, existing, rows }) => ({ table, mode, existing, rows })),
  work: work.map(({ table, what, under }) => ({ table, what, under })),
  fails: fails.filter(isExpected).map(({ when, sqlstate }) => ({ when, sqlstate })),
  loses: loses.map(({ what, table, column }) => ({ what, table, column })),
  breaks: breaks.map(({ table, client, sqlstate }) => ({ table, client, sqlstate })),
});
