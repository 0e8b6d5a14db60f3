import type { Circumstances, Policy, ProjectInput } from '../engine/index.ts';
import type { Rule } from '../rule/index.ts';

/**
 * All that decides what is said of a project, its migrations' texts excepted, as one text. Null: something in it cannot be told
 * by its text (a rule of a plugin, a schema that is asked for later), so that nothing is to be remembered.
 */
export function describe(project: ProjectInput, { today, docs }: Circumstances, isOwn: (rule: Rule) => boolean): string | null {
  const { isReported, migrations, policy, deployed, schema, schemaFiles, described, ...rest } = project;
  if (deployed !== undefined || ![...policy.rules, ...policy.overrides.flatMap(({ settings }) => settings)].every(({ rule }) => isOwn(rule))) return null;
  const reported = migrations.map(({ text: _, ...migration }) => ({ ...migration, reported: isReported(migration) }));
  const pages = docs === undefined ? null : policy.rules.map(({ rule }) => docs(rule.id));
  // The models of a schema and the SQL that Prisma makes of it follow from its text.
  const fromText = { schemaFiles, setsLockTimeout: schema?.setsLockTimeout, external: described?.external ?? 'not described' };
  const schemas = schemaFiles === undefined ? { schema, described } : fromText;
  const said = { rest, schemas, reported, policy: describePolicy(policy, project), today, pages };
  return isPlain(said) ? JSON.stringify(said) : null;
}

function describePolicy({ rules, overrides, ...rest }: Policy, { migrations, schemaPath, entries = [] }: ProjectInput): unknown {
  const told = (settings: Policy['rules']): unknown =>
    settings.map(({ rule, severity, options }) => ({ id: rule.id, severity, options: options === undefined ? 'none' : [options] }));
  const last = migrations.at(-1);
  // What is said of a whole history goes by the name of its last migration and the path of its schema.
  const asked = [...migrations, ...entries, ...(last && schemaPath !== null ? [{ name: last.name, path: schemaPath }] : [])];
  return {
    rest,
    rules: told(rules),
    overrides: overrides.map(({ applies, settings }) => ({ settings: told(settings), on: asked.map(({ name, path }) => applies({ name, path })) })),
  };
}

/** Texts, numbers, lists and plain objects: what JSON tells without leaving anything out. */
function isPlain(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}
