import type { ProjectInput } from '../../engine/index.ts';

/** A project that was found, and the last migration it has (null: none yet). Paths as they are shown. */
export interface FoundProject {
  readonly root: string;
  readonly migrationsDir: string;
  readonly migrations: number;
  readonly newest: string | null;
}

export const foundProject = ({ root, migrationsDir, migrations }: ProjectInput): FoundProject => ({
  root,
  migrationsDir: migrationsDir ?? root,
  migrations: migrations.length,
  newest: migrations.at(-1)?.name ?? null,
});

/** `migration-lint.config.ts` for these projects, with everything that exists taken as deployed. */
export function configText(projects: readonly FoundProject[]): string {
  return `import { defineConfig } from 'prisma-migration-lint';

export default defineConfig({
${commented(deployedEntry(projects))}
  // What it cannot see: sizes of tables ('small', 'large' or a number of rows) tell harmless from blocking.
  // tables: { AuditLog: 'large', Setting: 'small' },
});
`;
}

const commented = (entry: string): string =>
  entry === ''
    ? '  // No migration yet: all that will come are linted.\n'
    : `  // These and all before them are in production: they are replayed, not reported. What comes later is linted.\n${entry}`;

/** The entry \`deployedThrough\`; empty where there is no migration yet. */
export function deployedEntry(projects: readonly FoundProject[]): string {
  const deployed = projects.flatMap(({ newest, ...project }) => (newest === null ? [] : [{ ...project, newest }]));
  const [first] = deployed;
  if (first === undefined) return '';
  if (projects.length === 1) return `  deployedThrough: ${quoted(first.newest)},\n`;
  const names = projects.map(({ root }) => root);
  const byRoot = new Set(names).size === names.length && !names.includes('.');
  const entries = deployed.map(({ root, migrationsDir, newest }) => `    ${quoted(byRoot ? root : migrationsDir)}: ${quoted(newest)},`);
  return ['  deployedThrough: {', ...entries, '  },', ''].join('\n');
}

/** As a string of TypeScript, in the quotes of most projects. */
const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
