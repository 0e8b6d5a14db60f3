import type { Finding } from '../core/index.ts';
import type { OperationKind } from '../operation/index.ts';
import type { Step } from '../runner/index.ts';
import { certaintyOf, foreseenHarms, spanOf, subjectOf } from './circumstances.ts';
import type {
  ConfiguredRule,
  FindingDetails,
  Findings,
  OperationByKind,
  OperationContext,
  OperationHandlers,
  Rule,
  RuleContext,
  RuleDefinition,
  RuleFacts,
  Scope,
} from './rule.ts';

/**
 * Makes a rule of its definition. The types of the messages' data and of the options are inferred, and checked where the
 * handlers use them.
 */
export function defineRule<Data, Options = undefined>(definition: RuleDefinition<Data, Options>): Rule {
  return {
    id: definition.id,
    meta: definition.meta,
    messageIds: Object.keys(definition.messages),
    takesOptions: definition.options !== undefined,
    configure: (given) => bind(definition, resolveOptions(definition, given)),
  };
}

/** Null: the rule takes none. */
type Resolved<Options> = { readonly value: Options } | null;

function resolveOptions<Data, Options>(definition: RuleDefinition<Data, Options>, given: unknown): Resolved<Options> {
  if (definition.options) return { value: definition.options(given) };
  if (given !== undefined) throw new Error(`the rule ${definition.id} takes no options`);
  return null;
}

function bind<Data, Options>(definition: RuleDefinition<Data, Options>, options: Resolved<Options>): ConfiguredRule {
  const { on, id, meta } = definition;
  const contextOf = (scope: Scope): RuleContext<Data, Options> => new BoundContext(definition, options, scope);
  const { statement, endOfMigration, endOfHistory } = on;
  return {
    id,
    meta,
    handles: (kind) => on[kind] !== undefined,
    operation(step, facts) {
      const context = new BoundOperationContext(definition, options, { facts, steps: [step] }, step);
      return listed(callHandler(on, step.operation.kind, step.operation, context));
    },
    statement: statement ? (steps, facts) => listed(statement(steps, contextOf({ facts, steps }))) : null,
    endOfMigration: endOfMigration ? (steps, facts) => listed(endOfMigration(facts.migration, contextOf({ facts, steps }))) : null,
    endOfHistory: endOfHistory ? (facts) => listed(endOfHistory(contextOf({ facts, steps: [] }))) : null,
  };
}

function callHandler<Data, Options, Kind extends OperationKind>(
  on: OperationHandlers<Data, Options>,
  kind: Kind,
  operation: OperationByKind[Kind],
  context: OperationContext<Data, Options>,
): Findings {
  const handler = on[kind];
  return handler?.(operation, context);
}

const NOTHING: readonly Finding[] = [];

function listed(findings: Findings): readonly Finding[] {
  if (findings === null || findings === undefined) return NOTHING;
  return 'rule' in findings ? [findings] : findings;
}

/** A class of getters, because one is made for every rule and operation, and most rules look at the operation and are content. */
class BoundContext<Data, Options> implements RuleContext<Data, Options> {
  readonly #definition: RuleDefinition<Data, Options>;
  readonly #options: Resolved<Options>;
  readonly #scope: Scope;

  constructor(definition: RuleDefinition<Data, Options>, options: Resolved<Options>, scope: Scope) {
    this.#definition = definition;
    this.#options = options;
    this.#scope = scope;
  }

  get before(): RuleFacts['before'] {
    return this.#scope.facts.before;
  }

  get after(): RuleFacts['after'] {
    return this.#scope.facts.after;
  }

  get effects(): RuleFacts['effects'] {
    return this.#scope.facts.effects;
  }

  get migration(): RuleFacts['migration'] {
    return this.#scope.facts.migration;
  }

  get history(): RuleFacts['history'] {
    return this.#scope.facts.history;
  }

  get schema(): RuleFacts['schema'] {
    return this.#scope.facts.schema;
  }

  get server(): RuleFacts['server'] {
    return this.#scope.facts.server;
  }

  get runner(): RuleFacts['runner'] {
    return this.#scope.facts.runner;
  }

  /** A function of its own, so that handlers may take it out of the context. */
  get finding(): RuleContext<Data, Options>['finding'] {
    const { id, messages, meta } = this.#definition;
    const scope = this.#scope;
    return (messageId, data, details = {}) => ({ rule: id, messageId, message: messages[messageId](data), ...completed(meta, details, scope) });
  }

  get options(): Options {
    if (!this.#options) throw new Error('the rule has no options');
    return this.#options.value;
  }
}

class BoundOperationContext<Data, Options> extends BoundContext<Data, Options> implements OperationContext<Data, Options> {
  readonly step: Step;

  constructor(definition: RuleDefinition<Data, Options>, options: Resolved<Options>, scope: Scope, step: Step) {
    super(definition, options, scope);
    this.step = step;
  }
}

/** What the rule did not say, from its meta and the operations it speaks of. */
function completed(meta: RuleDefinition<unknown, unknown>['meta'], details: FindingDetails, scope: Scope): Omit<Finding, 'rule' | 'messageId' | 'message'> {
  const harms = details.harms ?? foreseenHarms(meta.harms, scope.steps);
  const subject = details.subject ?? subjectOf(scope.steps);
  const derived = certaintyOf(harms, subject, scope);
  return {
    harms,
    subject,
    span: details.place?.span ?? details.at ?? spanOf(scope.steps),
    ...(details.place ? { file: details.place.file } : {}),
    severity: details.severity ?? meta.severity,
    certainty: derived === 'unknown-object' ? derived : (details.certainty ?? derived),
    evidence: details.evidence ?? {},
    preflight: details.preflight ?? null,
    fixes: details.fixes ?? [],
  };
}
