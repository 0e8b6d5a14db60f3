import type { Finding } from '../core/index.ts';
import type { OperationKind } from '../operation/index.ts';
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
  const contextOf = (scope: Scope): RuleContext<Data, Options> => makeContext(definition, options, scope);
  const { statement, endOfMigration, endOfHistory } = on;
  return {
    id,
    meta,
    handles: (kind) => on[kind] !== undefined,
    operation(step, facts) {
      const context: OperationContext<Data, Options> = Object.assign(contextOf({ facts, steps: [step] }), { step });
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

function listed(findings: Findings): readonly Finding[] {
  if (findings === null || findings === undefined) return [];
  return 'rule' in findings ? [findings] : findings;
}

function makeContext<Data, Options>(definition: RuleDefinition<Data, Options>, options: Resolved<Options>, scope: Scope): RuleContext<Data, Options> {
  const { before, after, migration, history, schema, server, runner } = scope.facts;
  return {
    before,
    after,
    migration,
    history,
    schema,
    server,
    runner,
    // Asked for by few: those of a whole migration take time to put together.
    get effects() {
      return scope.facts.effects;
    },
    get options(): Options {
      if (!options) throw new Error(`the rule ${definition.id} has no options`);
      return options.value;
    },
    finding: (messageId, data, details = {}) => ({
      rule: definition.id,
      messageId,
      message: definition.messages[messageId](data),
      ...completed(definition.meta, details, scope),
    }),
  };
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
