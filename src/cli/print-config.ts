import type { Settings } from '../config/index.ts';
import type { Policy, RuleSetting } from '../engine/index.ts';
import { shownPath } from './paths.ts';
import type { World } from './world.ts';

/** A configuration as it counts, with the command line in it: JSON with the keys of the configuration. */
export function printedConfig({ policy, statistics, deployedThrough, ...settings }: Settings, world: World): string {
  const shown = (path: string | null): string | null => (path === null ? null : shownPath(path, world));
  const config = {
    path: shown(settings.path),
    schema: shown(settings.schema),
    migrations: settings.migrations?.map(shown) ?? null,
    prismaVersion: settings.prismaVersion,
    postgresVersion: settings.postgresVersion,
    runner: settings.runner,
    parser: settings.parser,
    tables: policy.tables,
    largeTableRows: policy.largeTableRows,
    statistics: statistics === null ? null : { tables: Object.keys(statistics.rows).length },
    deployedThrough: Object.fromEntries(deployedThrough.map(({ folder, migration }) => [shown(folder) ?? '', migration])),
    suppress: policy.suppress,
    overrides: policy.overrides.map(({ settings: rules }) => ({ rules: printedRules(rules) })),
    reporters: settings.reporters,
    failOn: settings.failOn ?? 'error',
    rules: printedRules(policy.rules),
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** A severity, or that with the options. */
const printedRules = (settings: Policy['rules'] | readonly RuleSetting[]): object =>
  Object.fromEntries(
    settings.map(({ rule, severity, options }) => {
      const said = severity ?? rule.meta.severity;
      return [rule.id, options === undefined ? said : [said, options]];
    }),
  );
