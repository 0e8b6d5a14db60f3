import { defineRule, findIndex, type Index, type IndexElement, keyOf, label, listOf } from '../src/rule/index.ts';

export const dropHandmadeIndex = defineRule({
  id: 'drop-handmade-index',
  meta: {
    summary: 'A generated migration drops an index that was made by hand and that schema.prisma cannot describe',
    harms: [],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    drops: (data: { readonly index: string; readonly table: string; readonly traits: readonly string[]; readonly since: string }) => ({
      what: `This drops ${data.index} on ${label(data.table)}, which was made by hand in ${data.since} (${listOf(data.traits)}).`,
      why: 'Prisma sees an index in the database that schema.prisma does not describe, and drops it in the next generated migration. Queries that relied on it become sequential scans, without an error.',
      todo: 'Take the DROP INDEX out of this migration if nobody meant it. If it is meant, say so above the statement with a reason.',
    }),
  },
  on: {
    dropIndex(operation, context) {
      const found = findIndex(context.before, operation.index);
      if (found.is !== 'present') return null;
      const { owner, index } = found.value;
      const traits = traitsOf(index);
      const since = index.bornIn?.migration;
      if (
        traits.length === 0 ||
        since === undefined ||
        since === context.migration.name ||
        madeAgain(
          index,
          context.migration.steps.map((step) => step.operation),
        )
      )
        return null;
      const table = keyOf(context.before, owner);
      return context.finding('drops', { index: index.name, table, traits, since }, { subject: { table } });
    },
  },
});

/** What Prisma cannot write into schema.prisma by default. */
function traitsOf(index: Index): readonly string[] {
  const has = (test: (element: IndexElement) => boolean): boolean => index.elements.some(test);
  return [
    index.where !== null ? 'partial' : '',
    has((element) => element.expression !== null) ? 'on an expression' : '',
    has((element) => element.operatorClass !== null) ? 'with an operator class' : '',
    has((element) => element.nulls !== null) ? 'with NULLS FIRST or LAST' : '',
    index.include.length > 0 ? 'with INCLUDE' : '',
    index.method === 'btree' || index.method === 'hash' ? '' : index.method.toUpperCase(),
  ].filter((trait) => trait !== '');
}

const madeAgain = (index: Index, operations: readonly { readonly kind: string; readonly index?: unknown }[]): boolean =>
  operations.some(
    (operation) =>
      operation.kind === 'createIndex' &&
      typeof operation.index === 'object' &&
      operation.index !== null &&
      'name' in operation.index &&
      operation.index.name === index.name,
  );
