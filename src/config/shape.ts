import type { ConfiguredSize, ConfiguredSuppression } from '../engine/index.ts';
import { POSTGRES_VERSIONS, type Plugin, type PostgresVersion, type Rule } from '../rule/index.ts';
import {
  anything,
  type Check,
  checking,
  either,
  Fields,
  type JsonSchema,
  listOf,
  Misfit,
  mustBe,
  objectSchema,
  oneOf,
  oneOrMore,
  type Place,
  recordOf,
  schemaOf,
  text,
  wholeNumber,
} from './check.ts';
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

const size: Check<ConfiguredSize> = either(oneOf<'small' | 'large'>(['small', 'large']), wholeNumber, '"small", "large" or a number of rows');

const deployed: Check<Readonly<Record<string, string>>> = checking({ anyOf: [schemaOf(text), schemaOf(recordOf(text))] }, (value, place) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? recordOf(text)(value, place) : { '': text(value, place) },
);

const VERSION = '^v?\\d+(\\.(\\d+|x))*';
const prismaVersion: Check<string> = checking({ type: 'string', pattern: VERSION }, (value, place) => {
  if (typeof value !== 'string' || !new RegExp(VERSION).test(value)) throw mustBe('a version such as "6.16.1"', value, place);
  return value;
});

export const postgresVersion: Check<PostgresVersion> = checking({ enum: POSTGRES_VERSIONS }, (value, place) => {
  const version = POSTGRES_VERSIONS.find((known) => known === value);
  if (version === undefined) throw mustBe(`a major version from ${POSTGRES_VERSIONS[0]} to ${POSTGRES_VERSIONS.at(-1)}`, value, place);
  return version;
});

const severity = oneOf(SEVERITY_SETTINGS);
/** A severity, or `[severity, options]`: what the options may be, the rule says. */
export const ruleEntry: JsonSchema = {
  anyOf: [schemaOf(severity), { type: 'array', items: [schemaOf(severity), {}], minItems: 1, maxItems: 2 }],
};

const ruleChoices: Check<readonly RuleChoice[]> = checking({ type: 'object', additionalProperties: ruleEntry }, (value, place) =>
  Object.entries(recordOf(anything)(value, place)).map(([rule, entry]) => {
    const at = [...place, rule];
    if (!Array.isArray(entry)) return { rule, severity: severity(entry, at), options: undefined, place: at };
    const [said, options, ...more]: readonly unknown[] = entry;
    if (more.length > 0) throw mustBe('a severity, or [severity, options]', entry, at);
    return { rule, severity: severity(said, at), options, place: at };
  }),
);

const date: Check<string> = checking({ type: 'string', format: 'date' }, (value, place) => {
  const written = text(value, place);
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) throw mustBe('a date such as "2026-12-31"', value, place);
  return written;
});

const SUPPRESSION = { migration: text, rule: text, reason: text, until: date };
const suppression: Check<ConfiguredSuppression> = checking(objectSchema(SUPPRESSION, ['migration', 'rule', 'reason']), (value, place) => {
  const fields = new Fields(value, place, Object.keys(SUPPRESSION));
  const until = fields.get('until', SUPPRESSION.until);
  return {
    migration: fields.need('migration', SUPPRESSION.migration),
    rule: fields.need('rule', SUPPRESSION.rule),
    reason: fields.need('reason', SUPPRESSION.reason),
    ...(until === null ? {} : { until }),
  };
});

const OVERRIDE = { files: oneOrMore(text), migrations: oneOrMore(text), rules: ruleChoices };
const EITHER_GLOB = { anyOf: [{ required: ['files'] }, { required: ['migrations'] }] };
const override: Check<OverrideChoice> = checking({ ...objectSchema(OVERRIDE, ['rules']), ...EITHER_GLOB }, (value, place) => {
  const fields = new Fields(value, place, Object.keys(OVERRIDE));
  const choice = {
    files: fields.get('files', OVERRIDE.files),
    migrations: fields.get('migrations', OVERRIDE.migrations),
    rules: fields.need('rules', OVERRIDE.rules),
  };
  if (choice.files === null && choice.migrations === null) throw new Misfit(place, `"${place.join('.')}" needs "files" or "migrations"`);
  return choice;
});

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

/** What may stand under each key, in the order in which they are documented. */
export const CHECKS = {
  schema: text,
  migrations: oneOrMore(text),
  prismaVersion,
  postgresVersion,
  runner: oneOf(RUNNERS),
  parser: oneOf(PARSERS),
  presets: oneOrMore(oneOf(PRESETS)),
  rules: ruleChoices,
  tables: recordOf(size),
  largeTableRows: wholeNumber,
  stats: text,
  deployedThrough: deployed,
  suppress: listOf(suppression),
  overrides: listOf(override),
  plugins: listOf(plugin),
  reporters: oneOrMore(text),
  lockTimeout: oneOf<'set elsewhere'>(['set elsewhere']),
  failOn: oneOf(FAIL_ON),
} satisfies { readonly [Key in keyof CheckedConfig]: Check<unknown> };

/** Names the schema of a configuration that is JSON, for editors. */
const SCHEMA_KEY = '$schema';

/** Checks every key and every type. Throws a {@link Misfit}. */
export function checkConfig(value: unknown): CheckedConfig {
  const fields = new Fields(value, [], [...Object.keys(CHECKS), SCHEMA_KEY]);
  return {
    schema: fields.get('schema', CHECKS.schema),
    migrations: fields.get('migrations', CHECKS.migrations),
    prismaVersion: fields.get('prismaVersion', CHECKS.prismaVersion),
    postgresVersion: fields.get('postgresVersion', CHECKS.postgresVersion),
    runner: fields.get('runner', CHECKS.runner),
    parser: fields.get('parser', CHECKS.parser),
    presets: fields.get('presets', CHECKS.presets),
    rules: fields.get('rules', CHECKS.rules) ?? [],
    tables: fields.get('tables', CHECKS.tables) ?? {},
    largeTableRows: fields.get('largeTableRows', CHECKS.largeTableRows),
    stats: fields.get('stats', CHECKS.stats),
    deployedThrough: fields.get('deployedThrough', CHECKS.deployedThrough) ?? {},
    suppress: fields.get('suppress', CHECKS.suppress) ?? [],
    overrides: fields.get('overrides', CHECKS.overrides) ?? [],
    plugins: fields.get('plugins', CHECKS.plugins) ?? [],
    reporters: fields.get('reporters', CHECKS.reporters),
    lockTimeout: fields.get('lockTimeout', CHECKS.lockTimeout),
    failOn: fields.get('failOn', CHECKS.failOn),
  };
}
