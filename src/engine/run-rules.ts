import type { Finding, Severity, Span } from '../core/index.ts';
import type { OperationKind } from '../operation/index.ts';
import type { ConfiguredRule, RuleFacts } from '../rule/index.ts';
import type { Subject } from './facts.ts';
import { crashed } from './own-findings.ts';
import type { MigrationId, Policy, RuleSetting } from './policy.ts';

/** A rule that is on, with the severity that the configuration gives it, if any. */
export interface ActiveRule {
  readonly rule: ConfiguredRule;
  readonly severity: Severity | null;
}

/** The rules that are on, by what they listen to: one that does not listen costs nothing. */
export class ActiveRules {
  readonly onStatement: readonly ConfiguredRule[];
  readonly atEndOfMigration: readonly ConfiguredRule[];
  readonly atEndOfHistory: readonly ConfiguredRule[];
  readonly #rules: readonly ActiveRule[];
  readonly #byId: ReadonlyMap<string, ActiveRule>;
  readonly #byKind = new Map<OperationKind, readonly ConfiguredRule[]>();
  #aboutFiles: ActiveRules | undefined;

  constructor(rules: readonly ActiveRule[]) {
    const configured = rules.map(({ rule }) => rule);
    this.onStatement = configured.filter((rule) => rule.statement);
    this.atEndOfMigration = configured.filter((rule) => rule.endOfMigration);
    this.atEndOfHistory = configured.filter((rule) => rule.endOfHistory);
    this.#rules = rules;
    this.#byId = new Map(rules.map((active) => [active.rule.id, active]));
  }

  called(id: string): ActiveRule | undefined {
    return this.#byId.get(id);
  }

  onOperation(kind: OperationKind): readonly ConfiguredRule[] {
    const known = this.#byKind.get(kind);
    if (known) return known;
    const found = this.#rules.flatMap(({ rule }) => (rule.handles(kind) ? [rule] : []));
    this.#byKind.set(kind, found);
    return found;
  }

  /** Those that speak of files rather than of SQL. */
  get aboutFiles(): ActiveRules {
    this.#aboutFiles ??= new ActiveRules(this.#rules.filter(({ rule }) => rule.meta.aboutFiles === true));
    return this.#aboutFiles;
  }
}

/** The rules that are on for a migration. Remembers those it configured: options are checked once, not once a migration. */
export class RuleSelection {
  readonly #configured = new Map<RuleSetting, ConfiguredRule>();
  readonly #policy: Policy;
  readonly #usual: ActiveRules;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#usual = this.#activate(policy.rules);
  }

  for(migration: MigrationId): ActiveRules {
    const overrides = this.#policy.overrides.filter((override) => override.applies(migration));
    if (overrides.length === 0) return this.#usual;
    const settings = new Map(this.#policy.rules.map((setting) => [setting.rule.id, setting]));
    for (const setting of overrides.flatMap((override) => override.settings)) settings.set(setting.rule.id, setting);
    return this.#activate([...settings.values()]);
  }

  #activate(settings: readonly RuleSetting[]): ActiveRules {
    return new ActiveRules(settings.flatMap((setting) => (setting.severity === 'off' ? [] : [{ rule: this.#configure(setting), severity: setting.severity }])));
  }

  #configure(setting: RuleSetting): ConfiguredRule {
    const known = this.#configured.get(setting);
    if (known) return known;
    const configured = setting.rule.configure(setting.options);
    this.#configured.set(setting, configured);
    return configured;
  }
}

/** What the rules find in a migration, in no special order. A rule that throws is a finding itself; the others go on. */
export function runRules(active: ActiveRules, subject: Subject): readonly Finding[] {
  const { replayed, steps, statements, factsOf } = subject;
  const findings: Finding[] = [];
  const run = (rule: ConfiguredRule, span: Span, handler: () => readonly Finding[]): void => {
    try {
      for (const finding of handler()) findings.push(finding);
    } catch (error) {
      findings.push(crashed(rule.id, replayed.input.name, error, span));
    }
  };
  for (const step of steps) {
    const listening = active.onOperation(step.operation.kind);
    if (listening.length === 0) continue;
    const facts: RuleFacts = factsOf([step], step.before, step.after);
    for (const rule of listening) run(rule, step.operation.span, () => rule.operation(step, facts));
  }
  for (const group of statements) {
    const facts = factsOf(group, group[0].before, group.at(-1)?.after ?? group[0].after);
    for (const rule of active.onStatement) run(rule, group[0].statement.span, () => rule.statement?.(group, facts) ?? []);
  }
  const facts = factsOf(steps, replayed.before, replayed.after);
  for (const rule of active.atEndOfMigration) run(rule, { start: 0, end: 0 }, () => rule.endOfMigration?.(steps, facts) ?? []);
  return findings;
}
