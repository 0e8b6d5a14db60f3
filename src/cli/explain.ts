import { unknownRule } from '../config/index.ts';
import { page } from '../reporters/index.ts';
import type { Rule } from '../rule/index.ts';
import type { Arguments } from './arguments.ts';
import { Configurations } from './configurations.ts';
import { lookFor } from './look.ts';
import { rulePage } from './package-files.ts';
import { configChoice } from './run-options.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

/** Prints the page of a rule. Rules of plugins, which have none, tell what they look for. */
export async function explainCommand(given: Arguments, world: World): Promise<number> {
  const [id, ...more] = given.positionals;
  if (id === undefined || more.length > 0)
    throw new UsageError('name one rule: prisma-migration-lint explain <rule>; `prisma-migration-lint rules` lists them');
  const { policy } = await new Configurations({ config: configChoice(given, world), rules: given.texts('rule'), stats: null }, world).for(world.cwd);
  const rule = policy.rules.find((setting) => setting.rule.id === id)?.rule;
  if (!rule)
    throw new UsageError(
      unknownRule(
        id,
        policy.rules.map((setting) => setting.rule.id),
      ),
    );
  const markdown = rulePage(id) ?? `# ${id}\n\n${headOf(rule)}\n`;
  await world.stdout.write(page(markdown, lookFor(given, world)));
  return 0;
}

/** What the list of rules says of it. */
const headOf = ({ meta }: Rule): string => `${meta.summary}.\n\n${[meta.severity, meta.harms.join(', ') || 'hygiene', `preset ${meta.preset}`].join(' · ')}`;
