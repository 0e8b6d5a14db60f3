import type { RelationKey } from '../catalog/index.ts';
import type { FieldFacts, ModelFacts } from '../core/index.ts';
import type { SchemaFacts } from './rule.ts';

/** What names a table or column in the deployed client: `User`, `User.email`. */
export type NamedByClient =
  /** `as`: the model or field that it is to the client; null for a table that Prisma keeps a relation in. */
  | { readonly is: 'named'; readonly as: string | null }
  /** The client was generated from a schema that is known and has no such model or field, or has it under `@ignore`. */
  | { readonly is: 'not named' }
  | { readonly is: 'unknown' };

/** Does the deployed client name the table, or a column of it, in its queries? */
export function namedByClient(schema: SchemaFacts | null, table: RelationKey, column?: string): NamedByClient {
  const deployed = schema?.deployed;
  if (!deployed) return { is: 'unknown' };
  const model = deployed.models.find((one) => !one.ignored && liesIn(one, table));
  if (!model) return deployed.joinTables?.some((one) => liesIn(one, table)) ? { is: 'named', as: null } : { is: 'not named' };
  if (column === undefined) return { is: 'named', as: model.model };
  const field = model.fields.find((one: FieldFacts) => !one.ignored && one.column === column);
  return field ? { is: 'named', as: `${model.model}.${field.field}` } : { is: 'not named' };
}

/** A model that names no schema is found in whichever one the connection says. */
const liesIn = ({ schema, table }: Pick<ModelFacts, 'schema' | 'table'>, key: RelationKey): boolean =>
  schema === null ? key.slice(key.indexOf('.') + 1) === table : key === `${schema}.${table}`;
