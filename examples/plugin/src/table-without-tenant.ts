import { defineRule, displayName, quoteName } from 'prisma-migration-lint/rule';

interface Options {
  /** Tables that belong to nobody in particular. */
  readonly except: readonly string[];
}

/** In this house every row belongs to a tenant. A new table that cannot say whose its rows are is found here. */
export const tableWithoutTenant = defineRule({
  id: 'table-without-tenant',
  meta: { summary: 'A new table has no column tenantId', harms: [], severity: 'error', preset: 'recommended' },
  options: (given): Options => {
    const except: unknown = typeof given === 'object' && given !== null && 'except' in given ? given.except : [];
    if (!Array.isArray(except) || except.some((name) => typeof name !== 'string')) throw new Error('"except" must be a list of tables');
    return { except };
  },
  messages: {
    missing: ({ table, sql }: { readonly table: string; readonly sql: string }) => ({
      what: `${table} has no column tenantId.`,
      why: 'Row level security compares it with the tenant of the session; a table without it is seen by everybody.',
      todo: `Give it one:\n    ALTER TABLE ${sql} ADD COLUMN "tenantId" TEXT;`,
    }),
  },
  on: {
    createTable: (operation, context) => {
      const table = displayName(operation.table);
      const isKnown = operation.definition.columns.some(({ name }) => name === 'tenantId');
      return isKnown || context.options.except.includes(operation.table.name) ? null : context.finding('missing', { table, sql: quoteName(operation.table) });
    },
  },
});
