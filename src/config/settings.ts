import { dirname, relative, resolve, sep } from 'node:path';
import { rules as ownRules } from '../../rules/index.ts';
import { ENGINE_RULES, LARGE_TABLE_ROWS, type MigrationId, nearest, type Override, type Policy, type RuleSetting } from '../engine/index.ts';
import type { PostgresVersion, Rule } from '../rule/index.ts';
import { Misfit, oneOf } from './check.ts';
import { type FailOn, type ParserName, type PresetName, type RunnerChoice, SEVERITY_SETTINGS } from './config.ts';
import { ConfigError } from './error.ts';
import { fits } from './glob.ts';
import { checkConfig, type CheckedConfig, type RuleChoice } from './shape.ts';
import { type ConfigSource, lineOf } from './source.ts';
import { readStatistics, type Statistics } from './statistics.ts';

/** The last migration that is in production: of the histories in a folder (absolute), or of all (null). */
export interface DeployedThrough {
  readonly folder: string | null;
  readonly migration: string;
}

/** A configuration, resolved. Paths are absolute; null: not said. */
export interface Settings {
  /** Null: there is no configuration. */
  readonly path: string | null;
  readonly schema: string | null;
  readonly migrations: readonly string[] | null;
  readonly prismaVersion: string | null;
  readonly postgresVersion: PostgresVersion | null;
  readonly runner: RunnerChoice | null;
  readonly parser: ParserName | null;
  readonly deployedThrough: readonly DeployedThrough[];
  readonly reporters: readonly string[] | null;
  readonly failOn: FailOn | null;
  readonly policy: Policy;
  readonly statistics: Statistics | null;
}

/** What the command line says, over any configuration. */
export interface Overruling {
  /** `drop-column=off`. */
  readonly rules: readonly string[];
  /** Absolute path of a statistics file. */
  readonly stats: string | null;
}

const NOTHING = { value: {}, path: '', text: '' } satisfies ConfigSource;
/** The rule that `lockTimeout: "set elsewhere"` answers. */
const ASKS_FOR_LOCK_TIMEOUT = 'missing-lock-timeout';

/**
 * Resolves a configuration; `null` is that of somebody who has none. Throws a {@link ConfigError} for what the file says
 * wrongly, a {@link Misfit} for what the command line does. `cwd`: the folder that the paths of migrations are relative to.
 */
export function resolveSettings(source: ConfigSource | null, overruling: Overruling, cwd: string): Settings {
  const written = source ?? NOTHING;
  const folder = source === null ? cwd : dirname(source.path);
  const config = atItsPlace(written, () => checkConfig(written.value));
  const statistics = readStatisticsAt(overruling.stats ?? (config.stats === null ? null : resolve(folder, config.stats)));
  const policy = atItsPlace(written, () => policyFor(config, statistics?.rows ?? {}, folder, cwd));
  return {
    path: source?.path ?? null,
    schema: config.schema === null ? null : resolve(folder, config.schema),
    migrations: config.migrations?.map((path) => resolve(folder, path)) ?? null,
    prismaVersion: config.prismaVersion,
    postgresVersion: config.postgresVersion ?? statistics?.postgresVersion ?? null,
    runner: config.runner,
    parser: config.parser,
    deployedThrough: Object.entries(config.deployedThrough).map(([path, migration]) => ({ folder: path === '' ? null : resolve(folder, path), migration })),
    reporters: config.reporters,
    failOn: config.failOn,
    policy: withChoices(policy, overruling.rules.map(ruleOption)),
    statistics,
  };
}

const readStatisticsAt = (path: string | null): ReturnType<typeof readStatistics> | null => (path === null ? null : readStatistics(path));

function atItsPlace<Value>(source: ConfigSource, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new ConfigError(error.message, source.path, lineOf(source, error.place));
    throw error;
  }
}

/** Every rule that a configuration may name: ours, the engine's, those of its plugins. */
export const allRules = (config: Pick<CheckedConfig, 'plugins'>): readonly Rule[] => [
  ...ownRules,
  ...ENGINE_RULES,
  ...config.plugins.flatMap((plugin) => plugin.rules),
];

function policyFor(config: CheckedConfig, rowCounts: Policy['rowCounts'], folder: string, cwd: string): Policy {
  const rules = allRules(config);
  const twice = rules.find((rule, index) => rules.findIndex(({ id }) => id === rule.id) !== index);
  if (twice) throw new Misfit(['plugins'], `two rules are called ${twice.id}`);
  const presets = config.presets ?? ['recommended'];
  const base: Policy = {
    rules: rules.map((rule) => ({ rule, severity: isIn(rule, presets) ? null : 'off', options: undefined })),
    overrides: [],
    tables: config.tables,
    rowCounts,
    largeTableRows: config.largeTableRows ?? LARGE_TABLE_ROWS,
    suppress: config.suppress,
  };
  for (const [index, { rule }] of config.suppress.entries()) ruleCalled(rule, base, ['suppress', String(index), 'rule']);
  const silent: readonly RuleChoice[] =
    config.lockTimeout === null ? [] : [{ rule: ASKS_FOR_LOCK_TIMEOUT, severity: 'off', options: undefined, place: ['lockTimeout'] }];
  const policy = withChoices(base, [...silent, ...config.rules]);
  return {
    ...policy,
    overrides: config.overrides.map((override) => ({
      applies: appliesTo(override, folder, cwd),
      settings: override.rules.map((choice) => settingOf(choice, policy)),
    })),
  };
}

const INCLUDED: Readonly<Record<PresetName, readonly string[]>> = {
  off: [],
  recommended: ['recommended'],
  strict: ['recommended', 'strict'],
  all: ['recommended', 'strict', 'all'],
};
const isIn = ({ meta }: Rule, presets: readonly PresetName[]): boolean => presets.some((preset) => INCLUDED[preset].includes(meta.preset));

function withChoices(policy: Policy, choices: readonly RuleChoice[]): Policy {
  const chosen = new Map(choices.map((choice) => [choice.rule, settingOf(choice, policy)]));
  return { ...policy, rules: policy.rules.map((setting) => chosen.get(setting.rule.id) ?? setting) };
}

function settingOf({ rule: id, severity, options, place }: RuleChoice, policy: Policy): RuleSetting {
  const { rule, options: before } = ruleCalled(id, policy, place);
  const setting = { rule, severity, options: options ?? before };
  try {
    rule.configure(setting.options);
  } catch (error) {
    throw new Misfit(place, error instanceof Error ? error.message : String(error));
  }
  return setting;
}

function ruleCalled(id: string, policy: Policy, place: Misfit['place']): RuleSetting {
  const found = policy.rules.find(({ rule }) => rule.id === id);
  if (found) return found;
  throw new Misfit(
    place,
    unknownRule(
      id,
      policy.rules.map(({ rule }) => rule.id),
    ),
  );
}

/** The one line about a rule that nobody knows. */
export function unknownRule(id: string, known: readonly string[]): string {
  const meant = nearest(id, known);
  return `unknown rule "${id}"${meant === null ? '; `prisma-migration-lint rules` lists them' : ` (did you mean "${meant}"?)`}`;
}

/** `id=severity` of the command line. */
function ruleOption(text: string): RuleChoice {
  const [rule = '', severity, ...more] = text.split('=');
  if (severity === undefined || more.length > 0) throw new Misfit([], `--rule ${text}: write it as --rule <rule>=<severity>`);
  return { rule, severity: oneOf(SEVERITY_SETTINGS)(severity, [`--rule ${rule}`]), options: undefined, place: ['--rule'] };
}

const appliesTo = ({ files, migrations }: CheckedConfig['overrides'][number], folder: string, cwd: string): Override['applies'] => {
  const fitsOne = (globs: readonly string[] | null, name: string): boolean => globs === null || globs.some((glob) => fits(glob, name));
  return ({ name, path }: MigrationId) => fitsOne(migrations, name) && fitsOne(files, relative(folder, resolve(cwd, path)).split(sep).join('/'));
};
