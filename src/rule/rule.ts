import type { Catalog } from '../catalog/index.ts';
import type {
  Certainty,
  Edited,
  Evidence,
  Finding,
  Fix,
  FolderEntry,
  Harm,
  Message,
  SchemaModel,
  SchemaPlace,
  Severity,
  Span,
  Subject,
} from '../core/index.ts';
import type { LongIdentifier, OperationKind, OperationOf, SqlComment, Statement, SyntaxProblem } from '../operation/index.ts';
import type { External } from '../drift/index.ts';
import type { Effects, Server } from '../postgres/index.ts';
import type { ExecutionPlan, Runner, Step } from '../runner/index.ts';

/** `recommended` is on by default; `strict` adds what some teams want; `all` is everything. A rule of no preset is off unless named. */
export type Preset = 'recommended' | 'strict' | 'all';

export interface RuleMeta {
  /** One line for lists: what it looks for. */
  readonly summary: string;
  /** The harms it can name; empty for hygiene. */
  readonly harms: readonly Harm[];
  readonly severity: Severity;
  readonly preset: Preset;
  /** Facts of the schema that it takes time to find out, and that are there only for rules that say so. */
  readonly needs?: readonly SchemaNeed[];
  /** It speaks of files rather than of SQL: asked also of migrations that are applied already, and of what lies beside them. */
  readonly aboutFiles?: true;
}

/** A migration as rules see it. */
export interface MigrationView {
  readonly name: string;
  readonly path: string;
  /** Every operation of the file, executed in PostgreSQL's order. */
  readonly steps: readonly Step[];
  readonly statements: readonly Statement[];
  readonly comments: readonly SqlComment[];
  readonly problems: readonly SyntaxProblem[];
  readonly longIdentifiers: readonly LongIdentifier[];
  readonly plan: ExecutionPlan;
  /** The SQL text of a span, for quoting it back. */
  readonly textOf: (span: Span) => string;
  /** Facts about the file itself. */
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16' | 'binary';
  readonly lineEnds: 'lf' | 'crlf' | 'mixed';
  /** Null: it is as it was, or nobody knows how it was. */
  readonly edited: Edited | null;
  /** Not null: this is no migration (and has no SQL), but something else in the folder. */
  readonly entry: FolderEntry | null;
}

/** What came before, and the order of it all. */
export interface HistoryView {
  /** Names in the order in which they are applied. */
  readonly migrations: readonly string[];
  /** Those of them that are reported on; the others are applied already, or none of this run's business. */
  readonly reported: readonly string[];
  /** Those that are applied, or on the branch that this one leaves: all but them are new. Null: nobody said. */
  readonly settled: Settled | null;
  /** Position of the migration under test. */
  readonly position: number;
  /** The history starts from an empty database. */
  readonly complete: boolean;
}

export interface Settled {
  readonly names: readonly string[];
  /** `main`, `the database`. */
  readonly where: string;
}

/** The size of a table, from the configuration, a statistics file, or a comment ("Affected rows: ~10,000"). */
export type TableSize = { readonly is: 'small' | 'large'; readonly rows: number | null; readonly because: string } | { readonly is: 'unknown' };

/** What a finding says besides its message. All optional: the rule's meta and the operation fill in the rest. */
export interface FindingDetails {
  readonly at?: Span;
  /** Where in the schema it is, instead of `at`. */
  readonly place?: SchemaPlace;
  readonly harms?: readonly Harm[];
  readonly severity?: Severity;
  readonly certainty?: Certainty;
  readonly subject?: Subject;
  readonly evidence?: Evidence;
  readonly preflight?: string | null;
  readonly fixes?: readonly Fix[];
}

/**
 * The messages of a rule by id: functions from data to the three parts. Pure. `Data` maps each message id to the data it
 * takes, and is inferred from the functions.
 */
export type Messages<Data> = { readonly [Id in keyof Data]: (data: Data[Id]) => Message };

/** `described`: `schema.described`; `generated`: `schema.generated`. */
export type SchemaNeed = 'described' | 'generated';

/** schema.prisma as rules see it. */
export interface SchemaFacts extends SchemaModel {
  /**
   * The schema that the deployed client was generated from: with `--since`, the one at the base. Its models and fields are
   * those that the client names in its queries. Null: not known, so that it may name everything.
   */
  readonly deployed: SchemaModel | null;
  /** The database that it describes, by the SQL that Prisma itself makes of it. Null: nobody asked Prisma. */
  readonly described: DescribedDatabase | null;
  /** What Prisma would write into a migration for the change of the schema since the base. Null: nobody asked Prisma, or there is no base. */
  readonly generated: GeneratedMigration | null;
}

export interface GeneratedMigration {
  readonly statements: readonly Statement[];
  readonly textOf: (span: Span) => string;
}

export interface DescribedDatabase {
  readonly catalog: Catalog;
  /** What is not Prisma's by the project's own word. */
  readonly external: External;
}

/** Facts that every handler gets, whatever its rule. Helpers of rules take this type. */
export interface RuleFacts {
  /** The database before and after what the handler is called for (operation, statement, migration). */
  readonly before: Catalog;
  readonly after: Catalog;
  /** Of the operation; of all operations together in `statement` and `endOfMigration`. */
  readonly effects: Effects;
  readonly migration: MigrationView;
  readonly history: HistoryView;
  readonly schema: SchemaFacts | null;
  readonly server: Server;
  readonly runner: Runner;
}

/** What every handler gets. Closed: a rule that needs more asks for a new fact in the catalog, the effects or an operation. */
export interface RuleContext<Data = unknown, Options = unknown> extends RuleFacts {
  readonly options: Options;
  /** Makes a finding. Nothing is reported until the handler returns it. */
  readonly finding: <Id extends keyof Data & string>(messageId: Id, data: Data[Id], details?: FindingDetails) => Finding;
}

/** The context of a handler for one operation. */
export interface OperationContext<Data = unknown, Options = unknown> extends RuleContext<Data, Options> {
  readonly step: Step;
}

/** Nothing, one finding, or several. */
export type Findings = Finding | readonly Finding[] | null | undefined;

export interface Handlers<Data, Options> extends OperationHandlers<Data, Options> {
  /** Once per statement that has operations, with these in PostgreSQL's order: for what belongs together in one finding. */
  readonly statement?: (steps: readonly [Step, ...Step[]], context: RuleContext<Data, Options>) => Findings;
  /** Once per migration, after its last statement; also for an empty one. */
  readonly endOfMigration?: (migration: MigrationView, context: RuleContext<Data, Options>) => Findings;
  /**
   * Once, after the last migration of a project, when the project is linted as a whole: for what all of them come to.
   * Findings are about the schema, or about the last migration.
   */
  readonly endOfHistory?: (context: RuleContext<Data, Options>) => Findings;
}
/** Keeps a kind and its operation of one type, so that handlers can be looked up without casts. */
export type OperationByKind = { readonly [Kind in OperationKind]: OperationOf<Kind> };
export type OperationHandlers<Data, Options> = {
  readonly [Kind in OperationKind]?: (operation: OperationByKind[Kind], context: OperationContext<Data, Options>) => Findings;
};

export interface RuleDefinition<Data, Options> {
  /** The dangerous thing, as one would say it after "allow …": `drop-column`. */
  readonly id: string;
  readonly meta: RuleMeta;
  readonly messages: Messages<Data>;
  /** Checks and completes the options of the configuration; throws with one line when they are wrong. Left out: no options. */
  readonly options?: (given: unknown) => Options;
  readonly on: Handlers<Data, Options>;
}

/** The part of a migration that a rule's handlers are called for. */
export interface Scope {
  readonly facts: RuleFacts;
  /** The operation it is about, the operations of the statement, or all of the migration. */
  readonly steps: readonly Step[];
}

/** A rule with its options, ready to be called. What a handler throws is passed on. */
export interface ConfiguredRule {
  readonly id: string;
  readonly meta: RuleMeta;
  readonly handles: (kind: OperationKind) => boolean;
  readonly operation: (step: Step, facts: RuleFacts) => readonly Finding[];
  readonly statement: ((steps: readonly [Step, ...Step[]], facts: RuleFacts) => readonly Finding[]) | null;
  readonly endOfMigration: ((steps: readonly Step[], facts: RuleFacts) => readonly Finding[]) | null;
  readonly endOfHistory: ((facts: RuleFacts) => readonly Finding[]) | null;
}

/** A rule as the engine, presets and plugins pass it around: its types of data and options are hidden inside. */
export interface Rule {
  readonly id: string;
  readonly meta: RuleMeta;
  readonly messageIds: readonly string[];
  readonly takesOptions: boolean;
  /** Throws with one line when the options are wrong, or given to a rule that takes none. `undefined`: none given. */
  readonly configure: (options: unknown) => ConfiguredRule;
}
