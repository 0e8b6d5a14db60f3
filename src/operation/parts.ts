import type { ConstraintDefinition } from './definition.ts';
import type { Expression, FromItem, Query } from './expression.ts';
import type { Operation } from './operation.ts';

// The parts of an operation, for those who look for something in any of them.

/** The expressions that an operation holds, those of its queries included; not those inside of these (see `children`). */
export function expressionsOf(operation: Operation): readonly Expression[] {
  const present = (...list: readonly (Expression | null | undefined)[]): readonly Expression[] => list.filter((one) => one !== null && one !== undefined);
  const ofConstraint = (constraint: ConstraintDefinition): readonly Expression[] =>
    constraint.kind === 'check' ? [constraint.expression] : constraint.kind === 'exclude' ? present(constraint.where) : [];
  switch (operation.kind) {
    case 'createTable': {
      const { columns, constraints, query } = operation.definition;
      return [
        ...columns.flatMap((column) => [...present(column.default, column.generated?.expression), ...column.constraints.flatMap(ofConstraint)]),
        ...constraints.flatMap(ofConstraint),
        ...expressionsOfQuery(query),
      ];
    }
    case 'addColumn':
      return [...present(operation.definition.default, operation.definition.generated?.expression), ...operation.definition.constraints.flatMap(ofConstraint)];
    case 'addConstraint':
      return ofConstraint(operation.constraint);
    case 'setDefault':
      return [operation.expression];
    case 'alterColumnType':
      return present(operation.using);
    case 'createIndex':
      return present(operation.index.where, ...operation.index.elements.map((element) => element.expression));
    case 'createPolicy':
    case 'alterPolicy':
      return present(operation.using, operation.check);
    case 'createTrigger':
      return present(operation.when);
    case 'createView':
    case 'select':
      return expressionsOfQuery(operation.query);
    case 'insert':
      return expressionsOfQuery(operation.query);
    case 'update':
      return [
        ...operation.assignments.map(({ value }) => value),
        ...present(operation.where),
        ...expressionsOfFrom(operation.from),
        ...operation.ctes.flatMap((cte) => expressionsOfQuery(cte.query)),
      ];
    case 'delete':
      return [...present(operation.where), ...expressionsOfFrom(operation.using), ...operation.ctes.flatMap((cte) => expressionsOfQuery(cte.query))];
    case 'createFunction':
      return operation.body.form === 'query' ? operation.body.queries.flatMap(expressionsOfQuery) : [];
    default:
      return [];
  }
}

/** The expressions of a query and of the queries in its FROM and WITH; those of sub-queries are inside of expressions. */
export function expressionsOfQuery(query: Query | null): readonly Expression[] {
  if (!query) return [];
  const { setOperation } = query;
  return [
    ...query.ctes.flatMap((cte) => expressionsOfQuery(cte.query)),
    ...query.targets.map((target) => target.expression),
    ...expressionsOfFrom(query.from),
    ...[query.where, query.having, query.limit].filter((one) => one !== null),
    ...query.groupBy,
    ...query.orderBy,
    ...query.values.flat(),
    ...(setOperation ? [...expressionsOfQuery(setOperation.left), ...expressionsOfQuery(setOperation.right)] : []),
  ];
}

const expressionsOfFrom = (items: readonly FromItem[]): readonly Expression[] =>
  items.flatMap((item): readonly Expression[] => {
    if (item.kind === 'query') return expressionsOfQuery(item.query);
    if (item.kind === 'function') return [item.call];
    if (item.kind === 'join') return [...expressionsOfFrom([item.left, item.right]), ...(item.on ? [item.on] : [])];
    return [];
  });
