import { defineRule, keyOf, label, migration, quoteIdentifier, quoteName, slug, transactionReason } from '../src/rule/index.ts';

interface Validated {
  readonly table: string;
  readonly quotedTable: string;
  readonly constraint: string;
  readonly since: number;
  readonly reads: boolean;
  readonly because: string;
}

export const validateInSameTransaction = defineRule({
  id: 'validate-in-same-transaction',
  meta: {
    summary: 'VALIDATE CONSTRAINT in the transaction that added the constraint NOT VALID: the strong lock is still held during the scan',
    harms: ['blocks'],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    validates: (data: Validated) => ({
      what: `${data.constraint} is validated while the lock that statement ${data.since + 1} took on ${label(data.table)} is still held: ${data.reads ? 'reads and writes' : 'writes'} wait for the whole scan.`,
      why: `NOT VALID and VALIDATE only help when they run in two transactions. ${data.because}`,
      todo: [
        'Move the VALIDATE into the next migration:',
        migration(slug('validate', data.constraint), `ALTER TABLE ${data.quotedTable} VALIDATE CONSTRAINT ${quoteIdentifier(data.constraint)};`),
      ].join('\n'),
    }),
  },
  on: {
    validateConstraint(operation, context) {
      const held = context.step.blocking.find((blocking) => blocking.heldSince !== null);
      if (held?.heldSince == null) return null;
      const table = keyOf(context.before, operation.table);
      const data = {
        table,
        quotedTable: quoteName(operation.table),
        constraint: operation.constraint,
        since: held.heldSince,
        reads: held.blocks === 'reads-and-writes',
        because: transactionReason(context.step, context),
      };
      return context.finding('validates', data, { certainty: 'depends-on-size', subject: { table }, evidence: { lock: held.mode, heldSince: held.heldSince } });
    },
  },
});
