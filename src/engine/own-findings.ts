import type { Finding, Message, Span } from '../core/index.ts';
import { defineRule, type Rule, type RuleMeta } from '../rule/index.ts';

// What the engine itself finds: mistakes in suppressions, and rules that throw. Configured like any other rule.

const meta = (summary: string, severity: RuleMeta['severity']): RuleMeta => ({ summary, harms: [], severity, preset: 'recommended' });

const INVALID_SUPPRESSION = meta('A comment that is meant to silence a rule does not, because something in it is wrong', 'warning');
const UNUSED_SUPPRESSION = meta('A comment silences a rule that has nothing to say there', 'warning');
const RULE_CRASHED = meta('A rule failed; what it would have found is not known', 'error');

const silent = (id: string, about: RuleMeta): Rule => defineRule({ id, meta: about, messages: {}, on: {} });

/** For lists and configuration: their findings come from the engine, so their handlers are none. */
export const ENGINE_RULES: readonly Rule[] = [
  silent('invalid-suppression', INVALID_SUPPRESSION),
  silent('unused-suppression', UNUSED_SUPPRESSION),
  silent('rule-crashed', RULE_CRASHED),
];

function own(rule: string, about: RuleMeta, messageId: string, message: Message, span: Span): Finding {
  return { rule, messageId, message, span, harms: [], severity: about.severity, certainty: 'certain', subject: {}, evidence: {}, preflight: null, fixes: [] };
}

export type SuppressionProblem = 'without-reason' | 'without-rule' | 'unknown-rule' | 'unknown-directive' | 'misplaced' | 'expired' | 'bad-date';

export const invalidSuppression = (problem: SuppressionProblem, message: Message, span: Span): Finding =>
  own('invalid-suppression', INVALID_SUPPRESSION, problem, message, span);

export const unusedSuppression = (rule: string, span: Span): Finding =>
  own(
    'unused-suppression',
    UNUSED_SUPPRESSION,
    'unused',
    {
      what: `This comment silences ${rule}, which finds nothing here.`,
      why: 'A suppression that is no longer needed hides the next finding of that rule, and tells reviewers of a danger that is not there.',
      todo: 'Delete the comment while the migration is not applied anywhere; afterwards leave it, since Prisma checks the file by its hash.',
    },
    span,
  );

export function crashed(rule: string, migration: string, error: unknown, span: Span): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return own(
    'rule-crashed',
    RULE_CRASHED,
    'crashed',
    {
      what: `The rule ${rule} failed on ${migration}: ${reason.split('\n')[0] ?? ''}`,
      why: 'Whether it would have found something here is not known. The other rules ran.',
      todo: `Report it to the authors of the rule with this migration. Until it is mended, switch it off for this migration (\`overrides\`) or altogether (\`rules: { "${rule}": "off" }\`).`,
    },
    span,
  );
}
