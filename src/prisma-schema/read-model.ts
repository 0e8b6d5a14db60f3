import type { FieldFacts, ModelFacts, SchemaModel, SourceFile } from '../core/index.ts';
import { clientDefaultOf } from './outline.ts';
import type { Prisma } from './prisma.ts';
import { sanitise } from './sanitise.ts';

/** A schema read by Prisma, or in one line why Prisma refuses it. */
export type ReadSchema = { readonly is: 'read'; readonly model: SchemaModel } | { readonly is: 'refused'; readonly because: string };

/** The part that is used of what Prisma says about a schema. */
interface Datamodel {
  readonly models: readonly {
    readonly name: string;
    readonly dbName: string | null;
    readonly schema?: string | null;
    readonly fields: readonly Field[];
  }[];
}
interface Field {
  readonly name: string;
  readonly dbName?: string | null;
  readonly kind: 'scalar' | 'enum' | 'object' | 'unsupported';
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isUpdatedAt?: boolean;
  readonly default?: unknown;
  readonly relationName?: string | null;
  readonly type: string;
}

/**
 * What Prisma Client knows by this schema, read by Prisma itself: exactly the tables and columns that it names in its
 * queries. Fields of a type that Prisma does not support, and what is marked `@ignore`, are not among them. Depends on the
 * texts and on nothing else.
 *
 * @param path as the schema is reported
 */
export function readSchemaModel(prisma: Prisma, path: string, files: readonly SourceFile[]): ReadSchema {
  try {
    const texts = sanitised(prisma, files).map((file) => [file.path, file.text]);
    const datamodel: Datamodel = JSON.parse(prisma.schema().get_datamodel(JSON.stringify({ prismaSchema: texts, noColor: true })));
    return { is: 'read', model: { path, models: datamodel.models.map(modelOf), joinTables: joinTablesOf(datamodel) } };
  } catch (error) {
    return { is: 'refused', because: refusal(error) };
  }
}

export function sanitised({ schema }: Prisma, files: readonly SourceFile[]): readonly SourceFile[] {
  // Most schemas name no preview features; to ask Prisma which there are takes 20 ms.
  const known: readonly string[] = files.some(({ text }) => text.includes('previewFeatures')) ? JSON.parse(schema().preview_features()) : [];
  const features = new Set(known);
  return files.map(({ path, text }) => ({ path, text: sanitise(text, features) }));
}

/** The first of the mistakes that Prisma lists, with its place: `Type "X" is neither a built-in type … (schema.prisma:12)`. */
export function refusal(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(said)?.[1]?.replaceAll('\\n', '\n').replaceAll('\\"', '"') ?? said;
  const [first = ''] = message.replace(/^error:\s*/i, '').split('\n');
  const place = /-->\s+(\S+)/.exec(message)?.[1];
  return `${first.trim()}${place === undefined ? '' : ` (${place})`}`;
}

const modelOf = (model: Datamodel['models'][number]): ModelFacts => ({
  model: model.name,
  schema: model.schema ?? null,
  table: model.dbName ?? model.name,
  ignored: false,
  fields: model.fields.filter(({ kind }) => kind !== 'object').map(fieldOf),
});

const fieldOf = (field: Field): FieldFacts => ({
  field: field.name,
  column: field.dbName ?? field.name,
  required: field.isRequired && !field.isList,
  ignored: false,
  clientDefault: field.isUpdatedAt === true ? '@updatedAt' : clientDefaultOf(functionName(field.default)),
});

const functionName = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : null;

/** Lists on both sides: Prisma keeps such a relation in a table of its own. */
function joinTablesOf({ models }: Datamodel): NonNullable<SchemaModel['joinTables']> {
  const schemas = new Map<string, string | null>();
  for (const model of models) {
    for (const field of model.fields) {
      const { relationName, isList } = field;
      if (field.kind !== 'object' || !isList || typeof relationName !== 'string') continue;
      const others = models.find(({ name }) => name === field.type)?.fields.filter((other) => other.relationName === relationName && other !== field) ?? [];
      if (others.length > 0 && others.every((other) => other.isList) && !schemas.has(relationName)) schemas.set(relationName, model.schema ?? null);
    }
  }
  return [...schemas].map(([name, schema]) => ({ schema, table: `_${name}` }));
}
