import type { Step } from '../runner/index.ts';
import type { RuleFacts } from './rule.ts';

/** Why the step runs inside a transaction, in words: what opened it, or why the runner made one of the file. */
export function transactionReason(step: Step, facts: RuleFacts): string {
  if (step.transaction.explicit) return 'BEGIN opened one.';
  const { plan, statements, textOf, encoding } = facts.migration;
  if (plan.unsplittable !== null && encoding === 'utf-8-bom')
    return `Prisma 7.4 and later sends each statement alone, but cannot split a file that begins with a byte order mark, so all ${statements.length} go at once, as one transaction.`;
  const culprit = plan.unsplittable === null ? undefined : statements[plan.unsplittable];
  if (culprit) {
    const words = textOf(culprit.span).replace(/\s+/g, ' ').split(' ').slice(0, 3).join(' ');
    return `Prisma 7.4 and later sends each statement alone, but cannot split this file because of statement ${culprit.index + 1} (${words} …), so all ${statements.length} go at once, as one transaction.`;
  }
  return facts.runner.name === 'prisma-one-transaction'
    ? `Prisma (up to 7.3) sends a file as one message, and PostgreSQL runs a message of ${statements.length} statements as one transaction.`
    : 'The file is sent as one message, which PostgreSQL runs as one transaction.';
}
