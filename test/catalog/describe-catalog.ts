import type { Catalog, Column, Constraint, Dependency, Index, Table, View } from '../../src/catalog/index.ts';
import type { TypeName } from '../../src/operation/index.ts';

// The catalog as lines of text, in the same words as `describe-postgres.ts`.

const PLAIN = /^[a-z_][a-z0-9_$]*$/;
const quoted = (name: string): string => (PLAIN.test(name) ? name : `"${name}"`);
const SPELLINGS: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  bpchar: 'character',
  varbit: 'bit varying',
};
const ZONED: Readonly<Record<string, string>> = {
  timestamp: 'without time zone',
  time: 'without time zone',
  timestamptz: 'with time zone',
  timetz: 'with time zone',
};

/** A type as format_type() writes it. */
export function formatType(type: TypeName): string {
  const modifiers = type.name === 'numeric' && type.modifiers.length === 1 ? [...type.modifiers, 0] : type.modifiers;
  const suffix = modifiers.length > 0 ? `(${modifiers.join(',')})` : '';
  const zone = type.schema === null ? ZONED[type.name] : undefined;
  const bare = zone ? `${type.name.replace('tz', '')}${suffix} ${zone}` : `${SPELLINGS[type.name] ?? quoted(type.name)}${suffix}`;
  return `${type.schema === null ? '' : `${quoted(type.schema)}.`}${bare}${type.dimensions > 0 ? '[]' : ''}`;
}

const words = (...parts: readonly (string | false | null)[]): string => parts.filter((part) => typeof part === 'string' && part !== '').join(' ');

const describeColumn = (table: string, column: Column): string =>
  words(
    `column ${table}.${column.name}`,
    formatType(column.type),
    column.notNull && 'not null',
    column.default !== null && 'default',
    column.identity && `identity ${column.identity}`,
    column.generated && `generated ${column.generated.storage}`,
  );

function describeConstraint(table: string, constraint: Constraint): string {
  const columns = constraint.kind === 'exclude' ? '' : `(${[...constraint.columns].sort().join()})`;
  const target =
    constraint.kind === 'foreignKey'
      ? `to ${constraint.references.table}(${constraint.references.columns.join()}) ${constraint.references.match} delete ${constraint.references.onDelete} update ${constraint.references.onUpdate}`
      : null;
  const state = words(
    !constraint.validated && 'not valid',
    !constraint.enforced && 'not enforced',
    constraint.deferrable && 'deferrable',
    constraint.initiallyDeferred && 'deferred',
  );
  return words(`constraint ${table}.${constraint.name}`, constraint.kind, columns, target, state);
}

function describeIndex(schema: string, table: string, index: Index): string {
  const keys = index.elements.map((element) => `${element.column ?? 'expression'}${element.descending ? ' desc' : ''}`);
  const state = words(
    index.where !== null && 'partial',
    !index.valid && 'invalid',
    index.nullsNotDistinct && 'nulls not distinct',
    index.constraint !== null && `of ${index.constraint}`,
  );
  return words(
    `index ${schema}.${index.name} on ${table}`,
    index.unique && 'unique',
    index.method,
    `(${keys.join()})`,
    index.include.length > 0 && `include (${index.include.join()})`,
    state,
  );
}

function describeTable(table: Table): readonly string[] {
  const name = `${table.schema}.${table.name}`;
  const parents = [...(table.partitionOf ? [`partition of ${table.partitionOf.parent}`] : []), ...table.inherits.map((parent) => `inherits ${parent}`)];
  return [
    words(`${table.kind} ${name}`, table.persistence, ...parents, table.rowSecurity && 'row security'),
    `order ${name} ${table.columns.map((column) => column.name).join()}`,
    ...table.columns.map((column) => describeColumn(name, column)),
    ...table.constraints.map((constraint) => describeConstraint(name, constraint)),
    ...table.indexes.map((index) => describeIndex(table.schema, name, index)),
    ...table.triggers.map((trigger) => `trigger ${name}.${trigger.name} runs ${trigger.function}`),
    ...table.policies.map((policy) => `policy ${name}.${policy.name}`),
  ];
}

const describeDependency = (dependency: Dependency): string => `${dependency.relation}(${dependency.columns ? [...dependency.columns].sort().join() : '?'})`;

function describeView(view: View): readonly string[] {
  const name = `${view.schema}.${view.name}`;
  return [
    `${view.kind} ${name} (${view.columns?.join() ?? '?'})`,
    ...view.dependsOn.map((dependency) => `view ${name} reads ${describeDependency(dependency)}`),
    ...view.indexes.map((index) => describeIndex(view.schema, name, index)),
  ];
}

export function describeCatalog(catalog: Catalog): readonly string[] {
  const lines = [
    ...[...catalog.tables.values()].flatMap(describeTable),
    ...[...catalog.views.values()].flatMap(describeView),
    ...[...catalog.sequences.values()].map(({ schema, name, ownedBy }) =>
      words(`sequence ${schema}.${name}`, ownedBy && `owned by ${ownedBy.table}.${ownedBy.column}`),
    ),
    ...[...catalog.types.values()].map((type) =>
      words(
        `${type.kind} ${type.schema}.${type.name}`,
        type.kind === 'enum' && `(${type.values.join()})`,
        type.kind === 'domain' &&
          words(
            formatType(type.base),
            type.default !== null && 'default',
            ...type.checks.map((check) => `${check.name}${check.validated ? '' : ' not valid'}`),
          ),
      ),
    ),
    ...[...catalog.functions.values()].flatMap((entries) =>
      entries.map(
        ({ schema, name, volatility, parameters }) => `function ${schema}.${name}(${parameters.map(({ type }) => formatType(type)).join()}) ${volatility}`,
      ),
    ),
    ...[...catalog.schemas].map((schema) => `schema ${schema}`),
    ...[...catalog.extensions].map((extension) => `extension ${extension}`),
  ];
  return lines.sort();
}
