import { type Catalog, emptyCatalog } from '../catalog/index.ts';
import type { SchemaModel } from '../core/index.ts';
import type { Parser } from '../parsers/index.ts';
import type { Breakage } from '../postgres/index.ts';
import { type DescribedDatabase, type GeneratedMigration, namedByClient, type SchemaFacts } from '../rule/index.ts';
import { applyScript, planExecution, type Step } from '../runner/index.ts';
import type { ProjectInput } from './request.ts';

/** What rules see of a project's schema. What takes time to find out is asked for once, when somebody looks. */
export function schemaFactsOf(project: Pick<ProjectInput, 'schema' | 'deployed' | 'described' | 'generated' | 'runner'>, parser: Parser): SchemaFacts | null {
  const { schema, deployed } = project;
  if (schema === null) return null;
  let known: SchemaModel | null | undefined;
  let database: DescribedDatabase | null | undefined;
  let migration: GeneratedMigration | null | undefined;
  return {
    ...schema,
    get deployed(): SchemaModel | null {
      if (known === undefined) known = deployed?.() ?? null;
      return known;
    },
    get described(): DescribedDatabase | null {
      if (database === undefined) database = describedBy(project, parser);
      return database;
    },
    get generated(): GeneratedMigration | null {
      if (migration === undefined) migration = generatedBy(project.generated, parser);
      return migration;
    },
  };
}

function generatedBy(sql: string | undefined, parser: Parser): GeneratedMigration | null {
  if (sql === undefined) return null;
  return { statements: parser.parse(sql).statements, textOf: (span) => sql.slice(span.start, span.end) };
}

function describedBy({ described, runner }: Pick<ProjectInput, 'described' | 'runner'>, parser: Parser): DescribedDatabase | null {
  const sql = described?.sql ?? null;
  if (!described || sql === null) return null;
  const script = parser.parse(sql);
  // A parser that does not understand all of it would tell of differences that are none.
  if (script.problems.length > 0 || script.statements.some(({ operations }) => operations.some(({ kind }) => kind === 'opaque'))) return null;
  const catalog: Catalog = applyScript(script, planExecution(script, runner), emptyCatalog(true));
  return { catalog, external: described.external };
}

/**
 * Leaves out breakages that the deployed client does not notice, because it names neither the table nor the column: the
 * schema that it was generated from has them not, or under `@ignore`.
 */
export function keepNoticedBreakages(steps: readonly Step[], schema: SchemaFacts | null): readonly Step[] {
  if (schema === null || !steps.some((step) => step.effects.breaks.length > 0)) return steps;
  return steps.map((step) => {
    const breaks = step.effects.breaks.filter((breakage) => isNoticed(breakage, step, schema));
    return breaks.length === step.effects.breaks.length ? step : { ...step, effects: { ...step.effects, breaks } };
  });
}

function isNoticed({ table: key, column, client, sqlstate }: Breakage, { before }: Step, schema: SchemaFacts): boolean {
  if (key === null) return true;
  const table = before.tables.get(key)?.nameBefore ?? key;
  if (namedByClient(schema, table).is === 'not named') return false;
  // A column that an INSERT leaves out can refuse it, whether the client knows of the column or not.
  const concernsEveryRow = client === 'insert' && sqlstate !== '42703';
  return column === null || concernsEveryRow || namedByClient(schema, table, column).is !== 'not named';
}
