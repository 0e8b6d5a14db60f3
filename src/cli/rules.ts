import type { Severity } from '../core/index.ts';
import { table } from '../reporters/index.ts';
import type { Rule } from '../rule/index.ts';
import type { Arguments } from './arguments.ts';
import { Configurations } from './configurations.ts';
import { lookFor } from './look.ts';
import { configChoice } from './run-options.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Lists the rules as they are configured here. */
export async function rulesCommand(given: Arguments, world: World): Promise<number> {
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw new UsageError(`\`rules\` takes no argument; for the page of one rule: prisma-migration-lint explain ${unexpected}`);
  const format = given.choice('format', ['terminal', 'json']);
  const settings = await new Configurations({ config: configChoice(given, world), rules: given.texts('rule'), stats: null }, world).for(world.cwd);
  const rows = settings.policy.rules.map(({ rule, severity }) => rowOf(rule, severity));
  if (format === 'json') await world.stdout.write(`${JSON.stringify({ version: 1, rules: rows }, null, 2)}\n`);
  else {
    const columns = [
      { title: 'rule', cells: rows.map(({ id }) => id) },
      { title: 'severity', cells: rows.map(({ severity }) => severity) },
      { title: 'preset', cells: rows.map(({ preset }) => preset) },
      { title: 'harms', cells: rows.map(({ harms }) => harms.join(', ') || 'hygiene') },
      { title: 'looks for', cells: rows.map(({ summary }) => summary) },
    ];
    await world.stdout.write(table(columns, lookFor(given, world)));
  }
  return 0;
}

const rowOf = (
  { id, meta }: Rule,
  configured: Severity | 'off' | null,
): { readonly id: string; readonly severity: Severity | 'off' } & Pick<Rule['meta'], 'preset' | 'harms' | 'summary'> => ({
  id,
  severity: configured ?? meta.severity,
  preset: meta.preset,
  harms: meta.harms,
  summary: meta.summary,
});
