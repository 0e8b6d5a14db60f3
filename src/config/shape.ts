import type { ConfiguredSize, ConfiguredSuppression } from '../engine/index.ts';
import { POSTGRES_VERSIONS, type Plugin, type PostgresVersion, type Rule } from '../rule/index.ts';
import { anything, type Check, either, Fields, listOf, Misfit, mustBe, oneOf, oneOrMore, type Place, recordOf, text, wholeNumber } from './check.ts';
import { FAIL_ON, type FailOn, PARSERS, type ParserName, PRESETS, type PresetName, type RunnerChoice, RUNNERS, SEVERITY_SETTINGS } from './config.ts';

export type SeveritySetting = (typeof SEVERITY_SETTINGS)[number];

/** What a configuration says of a rule, and where it says so. */
export interface RuleChoice {
  readonly rule: string;
  readonly severity: SeveritySetting;
  readonly options: unknown;
  readonly place: Place;
}

export interface OverrideChoice {
  readonly files: readonly string[] | null;
  readonly migrations: readonly string[] | null;
  readonly rules: readonly RuleChoice[];
}

/** A configuration whose values have the right types. Null: not said. Names of rules are not looked up yet. */
export interface CheckedConfig {
  readonly schema: string | null;
  readonly migrations: readonly string[] | null;
  readonly prismaVersion: string | null;
  readonly postgresVersion: PostgresVersion | null;
  readonly runner: RunnerChoice | null;
  readonly parser: ParserName | null;
  readonly presets: readonly PresetName[] | null;
  readonly rules: readonly RuleChoice[];
  readonly tables: Readonly<Record<string, ConfiguredSize>>;
  readonly largeTableRows: number | null;
  readonly stats: string | null;
  /** By folder; the empty one: wherever else. */
  readonly deployedThrough: Readonly<Record<string, string>>;
  readonly suppress: readonly ConfiguredSuppression[];
  readonly overrides: readonly OverrideChoice[];
  readonly plugins: readonly Plugin[];
  readonly reporters: readonly string[] | null;
  readonly lockTimeout: 'set elsewhere' | null;
  readonly failOn: FailOn | null;
}

/** Keys in the order in which they are documented. */
export const KEYS: readonly (keyof CheckedConfig)[] = [
  'schema',
  'migrations',
  'prismaVersion',
  'postgresVersion',
  'runner',
  'parser',
  'presets',
  'rules',
  'tables',
  'largeTableRows',
  'stats',
  'deployedThrough',
  'suppress',
  'overrides',
  'plugins',
  'reporters',
  'lockTimeout',
  'failOn',
];

/** Checks every key and every type. Throws a {@link Misfit}. */
export function checkConfig(value: unknown): CheckedConfig {
  const fields = new Fields(value, [], KEYS);
  return {
    schema: fields.get('schema', text),
    migrations: fields.get('migrations', oneOrMore(text)),
    prismaVersion: fields.get('prismaVersion', prismaVersion),
    postgresVersion: fields.get('postgresVersion', postgresVersion),
    runner: fields.get('runner', oneOf(RUNNERS)),
    parser: fields.get('parser', oneOf(PARSERS)),
    presets: fields.get('presets', oneOrMore(oneOf(PRESETS))),
    rules: fields.get('rules', ruleChoices) ?? [],
    tables: fields.get('tables', recordOf(size)) ?? {},
    largeTableRows: fields.get('largeTableRows', wholeNumber),
    stats: fields.get('stats', text),
    deployedThrough: fields.get('deployedThrough', deployed) ?? {},
    suppress: fields.get('suppress', listOf(suppression)) ?? [],
    overrides: fields.get('overrides', listOf(override)) ?? [],
    plugins: fields.get('plugins', listOf(plugin)) ?? [],
    reporters: fields.get('reporters', oneOrMore(text)),
    lockTimeout: fields.get('lockTimeout', oneOf(['set elsewhere'])),
    failOn: fields.get('failOn', oneOf(FAIL_ON)),
  };
}

const size: Check<ConfiguredSize> = either(oneOf<'small' | 'large'>(['small', 'large']), wholeNumber, '"small", "large" or a number of rows');

const deployed: Check<Readonly<Record<string, string>>> = (value, place) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? recordOf(text)(value, place) : { '': text(value, place) };

const prismaVersion: Check<string> = (value, place) => {
  if (typeof value !== 'string' || !/^v?\d+(\.(\d+|x))*/.test(value)) throw mustBe('a version such as "6.16.1"', value, place);
  return value;
};

export const postgresVersion: Check<PostgresVersion> = (value, place) => {
  const version = POSTGRES_VERSIONS.find((known) => known === value);
  if (version === undefined) throw mustBe(`a major version from ${POSTGRES_VERSIONS[0]} to ${POSTGRES_VERSIONS.at(-1)}`, value, place);
  return version;
};

const ruleChoices: Check<readonly RuleChoice[]> = (value, place) =>
  Object.entries(recordOf(anything)(value, place)).map(([rule, entry]) => {
    const at = [...place, rule];
    if (!Array.isArray(entry)) return { rule, severity: oneOf(SEVERITY_SETTINGS)(entry, at), options: undefined, place: at };
    const [severity, options, ...more]: readonly unknown[] = entry;
    if (more.length > 0) throw mustBe('a severity, or [severity, options]', entry, at);
    return { rule, severity: oneOf(SEVERITY_SETTINGS)(severity, at), options, place: at };
  });

const suppression: Check<ConfiguredSuppression> = (value, place) => {
  const fields = new Fields(value, place, ['migration', 'rule', 'reason', 'until']);
  const until = fields.get('until', text);
  if (until !== null && !/^\d{4}-\d\d-\d\d$/.test(until)) throw mustBe('a date such as "2026-12-31"', until, [...place, 'until']);
  return {
    migration: fields.need('migration', text),
    rule: fields.need('rule', text),
    reason: fields.need('reason', text),
    ...(until === null ? {} : { until }),
  };
};

const override: Check<OverrideChoice> = (value, place) => {
  const fields = new Fields(value, place, ['files', 'migrations', 'rules']);
  const choice = {
    files: fields.get('files', oneOrMore(text)),
    migrations: fields.get('migrations', oneOrMore(text)),
    rules: fields.need('rules', ruleChoices),
  };
  if (choice.files === null && choice.migrations === null) throw new Misfit(place, `"${place.join('.')}" needs "files" or "migrations"`);
  return choice;
};

const plugin: Check<Plugin> = (value, place) => {
  if (typeof value === 'string')
    throw new Misfit(place, `"${place.join('.')}" must be the plugin itself, not its name: import ${value} in a migration-lint.config.ts`);
  const fields = new Fields(value, place, ['name', 'rules']);
  return { name: fields.need('name', text), rules: fields.need('rules', listOf(rule)) };
};

const rule: Check<Rule> = (value, place) => {
  if (!isRule(value)) throw mustBe('a rule made by defineRule', value, place);
  return value;
};

const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'meta' in value &&
  'configure' in value &&
  typeof value.configure === 'function';
