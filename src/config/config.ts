import type { Severity } from '../core/index.ts';
import type { ConfiguredSize, ConfiguredSuppression } from '../engine/index.ts';
import type { Plugin } from '../rule/index.ts';

export const SEVERITY_SETTINGS = ['error', 'warning', 'info', 'off'] as const satisfies readonly (Severity | 'off')[];
export const PRESETS = ['recommended', 'strict', 'all', 'off'] as const;
export const FAIL_ON = ['error', 'warning', 'info', 'never'] as const;
export const RUNNERS = ['prisma', 'generic'] as const;
export const PARSERS = ['libpg-query', 'pgsql-ast-parser'] as const;

/** Which rules are on: the default ones, more of them, every one, or only those that `rules` names. */
export type PresetName = (typeof PRESETS)[number];
/** The least severity that makes the exit code 1. */
export type FailOn = (typeof FAIL_ON)[number];
export type RunnerChoice = (typeof RUNNERS)[number];
export type ParserName = (typeof PARSERS)[number];

/** `off`, a severity that replaces the rule's own, or that with the rule's options. */
export type RuleEntry = (typeof SEVERITY_SETTINGS)[number] | readonly [(typeof SEVERITY_SETTINGS)[number], unknown];

/** Settings of rules for some migrations only. Both globs have to fit where both are given; of several overrides the last one counts. */
export interface OverrideConfig {
  /** Globs for the path of the file, relative to the configuration: `packages/legacy/**`. */
  readonly files?: string | readonly string[];
  /** Globs for the name of the migration: `2024*`. */
  readonly migrations?: string | readonly string[];
  readonly rules: Readonly<Record<string, RuleEntry>>;
}

/** `migration-lint.config.ts`. Everything may be left out. Paths are relative to the file. */
export interface Config {
  /** schema.prisma, or the folder with its parts. */
  readonly schema?: string;
  /** Migrations folders, where they are not found by themselves. */
  readonly migrations?: string | readonly string[];
  /** The Prisma that applies the migrations: `6.16.1`. Left out: as the lock file or package.json says. */
  readonly prismaVersion?: string;
  /** Major version of the server. */
  readonly postgresVersion?: number;
  /** `generic`: plain SQL, each statement its own transaction. */
  readonly runner?: RunnerChoice;
  /** What reads SQL: PostgreSQL's own grammar, or one in plain JavaScript that understands less. */
  readonly parser?: ParserName;
  /** Left out: `recommended`. */
  readonly presets?: PresetName | readonly PresetName[];
  /** By rule: a severity, or that with the rule's options. */
  readonly rules?: Readonly<Record<string, RuleEntry>>;
  /** Sizes by table (`AuditLog`, `audit.Log`) or model: a word, or a number of rows. */
  readonly tables?: Readonly<Record<string, ConfiguredSize>>;
  /** Rows from which on a table is large. */
  readonly largeTableRows?: number;
  /** A statistics file with the rows of each table. */
  readonly stats?: string;
  /**
   * Migrations up to and including this one are in production: they are replayed, not reported. Where one configuration is for
   * several projects: by project or migrations folder, `{ 'packages/db': '20250101000000_init' }`.
   */
  readonly deployedThrough?: string | Readonly<Record<string, string>>;
  /** For migrations that are applied, and must not be edited. */
  readonly suppress?: readonly ConfiguredSuppression[];
  /** Other severities and options for some files or migrations. */
  readonly overrides?: readonly OverrideConfig[];
  /** Plugins, as values: rules of your own. */
  readonly plugins?: readonly Plugin[];
  /** As `--format`: `terminal`, `json:report.json`, a reporter of your own by its path. */
  readonly reporters?: readonly string[];
  /** A role, database or URL sets lock_timeout, so that migrations need not. */
  readonly lockTimeout?: 'set elsewhere';
  /** The least severity that makes the exit code 1. */
  readonly failOn?: FailOn;
}

/** Gives an editor the types of the configuration. Returns what it is given. */
export const defineConfig = (config: Config): Config => config;
