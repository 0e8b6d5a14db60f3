import { type Catalog, functionKey, type RelationKey, relationKey, type Table } from '../../catalog/index.ts';
import { callsOf, type Expression, expressionsOfQuery } from '../../operation/index.ts';
import { lock, loses, type Part } from '../build.ts';
import { losesColumns } from './drop-type.ts';
import { dropsViews, keyOfView } from './view-cascade.ts';

/** SQL functions with a parsed body that read the relation. Bodies in strings are no dependents. */
export function storedFunctionsOn(catalog: Catalog, key: RelationKey): readonly string[] {
  return [...catalog.functions.values()]
    .flat()
    .filter((entry) => entry.dependsOn.some((dependency) => dependency.relation === key))
    .map((entry) => `function ${entry.schema}.${entry.name}()`);
}

/** Something that calls a function: named as PostgreSQL's hint does, with what CASCADE does to it. */
export interface Caller {
  readonly name: string;
  readonly dropped: Part;
}

/** Triggers, defaults, constraints, indexes and policies of tables that call the function. */
export function callersOf(catalog: Catalog, key: RelationKey): readonly Caller[] {
  const views = [...catalog.views.values()].filter((view) => expressionsOfQuery(view.query).some((expression) => isCalledIn(expression, key, catalog)));
  return [
    ...[...catalog.tables.values()].flatMap((table) => [...triggerCallers(catalog, table, key), ...expressionCallers(catalog, table, key)]),
    ...views.map((view): Caller => ({ name: `view ${keyOfView(view)}`, dropped: dropsViews(catalog, [view]) })),
  ];
}

function caller(catalog: Catalog, table: Table, kind: 'trigger' | 'constraint' | 'index' | 'policy', name: string): Caller {
  const on = relationKey(table.schema, table.name);
  return {
    name: `${kind} ${name} on table ${on}`,
    dropped: { locks: [lock(catalog, on, 'ACCESS EXCLUSIVE')], loses: [loses(kind, on, { object: name, how: 'cascaded' })] },
  };
}

function triggerCallers(catalog: Catalog, table: Table, key: RelationKey): readonly Caller[] {
  const isIt = (name: string): boolean => name === key || functionKey(catalog, nameOf(name)) === key;
  return table.triggers.filter((trigger) => isIt(trigger.function)).map((trigger) => caller(catalog, table, 'trigger', trigger.name));
}

const nameOf = (text: string): { schema: string | null; name: string } => {
  const dot = text.indexOf('.');
  return dot < 0 ? { schema: null, name: text } : { schema: text.slice(0, dot), name: text.slice(dot + 1) };
};

const isCalledIn = (expression: Expression, key: RelationKey, catalog: Catalog): boolean =>
  expression.kind !== 'literal' && callsOf(expression).some((call) => key.endsWith(call.function.name) && functionKey(catalog, call.function) === key);

function expressionCallers(catalog: Catalog, table: Table, key: RelationKey): readonly Caller[] {
  const calls = (expression: Expression | null): boolean => expression !== null && isCalledIn(expression, key, catalog);
  const on = relationKey(table.schema, table.name);
  return [
    ...table.columns
      .filter((column) => calls(column.default))
      .map(
        (column): Caller => ({
          name: `default value for column ${column.name} of table ${on}`,
          dropped: { locks: [lock(catalog, on, 'ACCESS EXCLUSIVE')], notes: [`the default of ${on}.${column.name} goes with it`] },
        }),
      ),
    ...table.columns
      .filter((column) => calls(column.generated?.expression ?? null))
      .map((column): Caller => ({ name: `column ${column.name} of table ${on}`, dropped: losesColumns(catalog, [{ table: on, column: column.name }]) })),
    ...table.constraints
      .filter((constraint) => constraint.kind === 'check' && calls(constraint.expression))
      .map((constraint) => caller(catalog, table, 'constraint', constraint.name)),
    ...table.indexes
      .filter((index) => calls(index.where) || index.elements.some((element) => calls(element.expression)))
      .map((index) => caller(catalog, table, 'index', index.name)),
    ...table.policies.filter((policy) => calls(policy.using) || calls(policy.check)).map((policy) => caller(catalog, table, 'policy', policy.name)),
  ];
}
