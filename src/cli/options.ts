/** An option of the command line. `takes`: what its value is called in the help; null: it is a flag. */
export interface Option {
  readonly about: string;
  readonly takes: string | null;
  readonly alias?: string;
  readonly repeatable?: true;
}

export const OPTIONS = {
  format: { about: 'Output format, repeatable; `name:file` writes to a file', takes: 'name', alias: 'f', repeatable: true },
  output: { about: 'Write the format before it to a file', takes: 'file', alias: 'o', repeatable: true },
  config: { about: 'Configuration file, instead of the nearest one', takes: 'file', alias: 'c' },
  'no-config': { about: 'Take no configuration file', takes: null },
  rule: { about: 'Severity of a rule: error, warning, info, off; repeatable', takes: 'id=severity', repeatable: true },
  since: { about: 'Report only migrations added or changed since the merge base with this git ref', takes: 'ref' },
  'deployed-through': { about: 'Report only migrations after this one', takes: 'name' },
  stdin: { about: 'Read the SQL from standard input', takes: null },
  'stdin-filename': { about: 'The path that standard input stands for', takes: 'path' },
  'prisma-version': { about: 'The Prisma that applies the migrations', takes: 'version' },
  runner: { about: '`prisma`, or `generic`: each statement its own transaction', takes: 'name' },
  'postgres-version': { about: 'Major version of the server', takes: 'major' },
  schema: { about: 'schema.prisma, or the folder with its parts', takes: 'path' },
  stats: { about: 'Statistics file with the rows of each table', takes: 'file' },
  url: { about: 'The database to read: postgresql://user:password@host:5432/database', takes: 'url' },
  parser: { about: "`libpg-query`, PostgreSQL's own grammar, or `pgsql-ast-parser`, which needs no WebAssembly", takes: 'name' },
  'fail-on': { about: 'Least severity for exit code 1: error, warning, info, never', takes: 'severity' },
  'max-warnings': { about: 'More warnings than this make exit code 1', takes: 'n' },
  quiet: { about: 'Print errors only', takes: null, alias: 'q' },
  cache: { about: 'Keep for the next run what takes time to find out, which is the default', takes: null },
  'no-cache': { about: 'Keep no results for the next run, and take none from earlier ones', takes: null },
  'cache-location': { about: 'Folder to keep it in, instead of one in node_modules/.cache', takes: 'folder' },
  'print-config': { about: 'Print the configuration as it counts, and lint nothing', takes: null },
  ci: { about: 'Also write a CI step: github, gitlab', takes: 'name' },
  hook: { about: 'Also write a hook before commits: husky, lefthook, pre-commit', takes: 'name' },
  script: { about: 'Also add a script to package.json', takes: null },
  'dry-run': { about: 'Show what would be written', takes: null },
  yes: { about: 'Accepted: nothing is asked', takes: null, alias: 'y' },
  color: { about: 'Colours, also where output is not a terminal', takes: null },
  'no-color': { about: 'No colours', takes: null },
  stdio: { about: 'Speak over standard input and output, as it always does', takes: null },
  clientProcessId: { about: 'Process id of the editor', takes: 'pid' },
} as const satisfies Readonly<Record<string, Option>>;

export type OptionName = keyof typeof OPTIONS;

const LOOK = ['color', 'no-color'] as const;
const CONFIGURATION = ['config', 'no-config', 'rule'] as const;
const PROJECT = [
  'since',
  'deployed-through',
  'stdin',
  'stdin-filename',
  'prisma-version',
  'runner',
  'postgres-version',
  'schema',
  'stats',
  'parser',
  'no-cache',
  'cache',
  'cache-location',
] as const;

/** A command as the help lists it; what it does is loaded when it is called. */
export interface CommandOutline {
  readonly usage: string;
  readonly about: string;
  readonly options: readonly OptionName[];
}

export const COMMANDS = {
  lint: {
    usage: 'lint [paths..]',
    about: 'Lint migrations: files, folders or projects; none means every project below this folder',
    options: ['format', 'output', ...CONFIGURATION, ...PROJECT, 'fail-on', 'max-warnings', 'quiet', 'print-config', ...LOOK],
  },
  inspect: {
    usage: 'inspect [paths..]',
    about: 'Print what each statement does: locks, whom they block, work that grows with the table',
    options: ['format', 'output', ...CONFIGURATION, ...PROJECT, 'quiet', ...LOOK],
  },
  explain: { usage: 'explain [rule]', about: "Print a rule's page", options: [...CONFIGURATION, ...LOOK] },
  lsp: {
    usage: 'lsp',
    about: 'Language server for editors, over standard input and output',
    options: [...CONFIGURATION, ...PROJECT.filter((name) => name !== 'stdin' && name !== 'stdin-filename'), 'stdio', 'clientProcessId'],
  },
  stats: {
    usage: 'stats',
    about: 'Read sizes, version and applied migrations from a database into a file for --stats',
    options: ['url', 'output'],
  },
  rules: { usage: 'rules', about: 'List the rules with severity and preset', options: ['format', ...CONFIGURATION, ...LOOK] },
  init: {
    usage: 'init [paths..]',
    about: 'Write a configuration that takes what exists as deployed; on request CI and hook files too',
    options: ['ci', 'hook', 'script', 'dry-run', 'yes', ...LOOK],
  },
} as const satisfies Readonly<Record<string, CommandOutline>>;

export type CommandName = keyof typeof COMMANDS;

/** Planned: they say so instead of being taken for a path. */
export const PLANNED: readonly string[] = ['verify', 'plan'];
