export { Misfit } from './check.ts';
export {
  type Config,
  defineConfig,
  FAIL_ON,
  type FailOn,
  type OverrideConfig,
  PARSERS,
  type ParserName,
  type PresetName,
  type RuleEntry,
  type RunnerChoice,
  RUNNERS,
} from './config.ts';
export { ConfigError } from './error.ts';
export { configSchema } from './json-schema.ts';
export { type CustomReporter, readReporter } from './reporter.ts';
export { allRules, type DeployedThrough, type Overruling, resolveSettings, type Settings, unknownRule } from './settings.ts';
export { type ConfigSource, findConfig, readConfig } from './source.ts';
export type { AppliedMigration, Statistics } from './statistics.ts';
