import type { Report } from 'prisma-migration-lint';

/** A line for a chat: `2 migrations, 1 error: tenants/table-without-tenant`. */
export default function reporter({ summary, diagnostics }: Report): string {
  const rules = [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule))];
  return `${summary.reported} migrations, ${summary.errors} errors${rules.length > 0 ? `: ${rules.join(', ')}` : ''}\n`;
}
