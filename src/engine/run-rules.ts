import type { Finding, Severity, Span } from '../core/index.ts';
import type { ConfiguredRule, RuleFacts } from '../rule/index.ts';
import type { Subject } from './facts.ts';
import { crashed } from './own-findings.ts';
import type { MigrationId, Policy, RuleSetting } from './policy.ts';

/** A rule that is on, with the severity that the configuration gives it, if any. */
export interface ActiveRule {
  readonly rule: ConfiguredRule;
  readonly severity: Severity | null;
}

/** The rules that are on for a migration. Remembers those it configured: options are checked once, not once a migration. */
export class RuleSelection {
  readonly #configured = new Map<RuleSetting, ConfiguredRule>();
  readonly #policy: Policy;
  readonly #usual: readonly ActiveRule[];

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#usual = this.#activate(policy.rules);
  }

  for(migration: MigrationId): readonly ActiveRule[] {
    const overrides = this.#policy.overrides.filter((override) => override.applies(migration));
    if (overrides.length === 0) return this.#usual;
    const settings = new Map(this.#policy.rules.map((setting) => [setting.rule.id, setting]));
    for (const setting of overrides.flatMap((override) => override.settings)) settings.set(setting.rule.id, setting);
    return this.#activate([...settings.values()]);
  }

  #activate(settings: readonly RuleSetting[]): readonly ActiveRule[] {
    return settings.flatMap((setting) => (setting.severity === 'off' ? [] : [{ rule: this.#configure(setting), severity: setting.severity }]));
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
export function runRules(active: readonly ActiveRule[], subject: Subject): readonly Finding[] {
  const { replayed, steps, statements, factsOf } = subject;
  const findings: Finding[] = [];
  const run = (rule: ConfiguredRule, span: Span, handler: () => readonly Finding[]): void => {
    try {
      findings.push(...handler());
    } catch (error) {
      findings.push(crashed(rule.id, replayed.input.name, error, span));
    }
  };
  for (const step of steps) {
    const facts: RuleFacts = factsOf([step], step.before, step.after);
    for (const { rule } of active) if (rule.handles(step.operation.kind)) run(rule, step.operation.span, () => rule.operation(step, facts));
  }
  for (const group of statements) {
    const facts = factsOf(group, group[0].before, group.at(-1)?.after ?? group[0].after);
    for (const { rule } of active) if (rule.statement) run(rule, group[0].statement.span, () => rule.statement?.(group, facts) ?? []);
  }
  const facts = factsOf(steps, replayed.before, replayed.after);
  for (const { rule } of active) if (rule.endOfMigration) run(rule, { start: 0, end: 0 }, () => rule.endOfMigration?.(steps, facts) ?? []);
  return findings;
}
