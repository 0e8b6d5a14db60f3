import type { ColumnDef, CreateStmt, CreateTableAsStmt, Node } from 'libpg-query';
import type { ColumnDefinition, ConstraintDefinition, LikeClause, Operation, TableDefinition } from '../../operation/index.ts';
import { baseOf } from '../base.ts';
import { elementAt, lowerColumn, lowerColumnConstraints, lowerConstraint, lowerPartitionKey } from './definition.ts';
import { lowerQuery } from './query.ts';
import { as, type Context, relationName, stringsOf } from './tree.ts';

/** Bits of TableLikeClause.options (src/include/nodes/parsenodes.h). */
const LIKE_OPTIONS: readonly (readonly [number, LikeClause['including'][number]])[] = [
  [1, 'comments'],
  [2, 'compression'],
  [4, 'constraints'],
  [8, 'defaults'],
  [16, 'generated'],
  [32, 'identity'],
  [64, 'indexes'],
  [128, 'statistics'],
  [256, 'storage'],
];

const PERSISTENCE: Readonly<Record<string, TableDefinition['persistence']>> = { p: 'permanent', u: 'unlogged', t: 'temporary' };

/** Null for CREATE TABLE … OF, whose columns are the type's. */
export function lowerCreateTable(statement: CreateStmt, context: Context, foreign = false): readonly Operation[] | null {
  if (statement.ofTypename) return null;
  const parents = (statement.inhRelations ?? []).flatMap((node) => as(node, 'RangeVar') ?? []).map(relationName);
  const [parent] = parents;
  const definition: TableDefinition = {
    table: relationName(statement.relation),
    persistence: PERSISTENCE[statement.relation?.relpersistence ?? 'p'] ?? 'permanent',
    ...lowerElements([...(statement.tableElts ?? []), ...(statement.constraints ?? [])], context),
    inherits: statement.partbound ? [] : parents,
    partitionBy: statement.partspec ? lowerPartitionKey(statement.partspec) : null,
    partitionOf: statement.partbound && parent ? { parent, isDefault: statement.partbound.is_default ?? false } : null,
    foreign,
    query: null,
    withData: true,
  };
  return [{ ...baseOf(context), kind: 'createTable', definition, table: definition.table, ifNotExists: statement.if_not_exists ?? false }];
}

function lowerElements(nodes: readonly Node[], context: Context): Pick<TableDefinition, 'columns' | 'constraints' | 'like'> {
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const like: LikeClause[] = [];
  for (const node of nodes) {
    const column = as(node, 'ColumnDef');
    const constraint = as(node, 'Constraint');
    const source = as(node, 'TableLikeClause');
    if (column?.typeName) columns.push(lowerColumn(column, context, elementAt(context, column.location)));
    else if (column) constraints.push(...constraintsOnInherited(column, context));
    else if (constraint) constraints.push(...present(lowerConstraint(constraint, elementAt(context, constraint.location), null)));
    else if (source)
      like.push({ table: relationName(source.relation), including: LIKE_OPTIONS.flatMap(([bit, name]) => ((source.options ?? 0) & bit ? [name] : [])) });
  }
  return { columns, constraints, like };
}

/** In a partition, `(c NOT NULL)` and the like add constraints to a column that is the parent's. */
function constraintsOnInherited(column: ColumnDef, context: Context): readonly ConstraintDefinition[] {
  const span = elementAt(context, column.location);
  const written = (column.constraints ?? []).flatMap((node) => as(node, 'Constraint') ?? []);
  const notNull = written
    .filter(({ contype }) => contype === 'CONSTR_NOTNULL')
    .flatMap((constraint) => present(lowerConstraint({ ...constraint, keys: [{ String: { sval: column.colname ?? '' } }] }, span, null)));
  return [...notNull, ...lowerColumnConstraints(column, context, span)];
}

const present = <Value>(value: Value | null): readonly Value[] => (value === null ? [] : [value]);

/** CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW. */
export function lowerCreateTableAs(statement: CreateTableAsStmt, context: Context): readonly Operation[] {
  const select = as(statement.query, 'SelectStmt');
  const { into } = statement;
  const name = relationName(into?.rel);
  const ifNotExists = statement.if_not_exists ?? false;
  const withData = into?.skipData !== true;
  if (!select) return [{ ...baseOf(context), kind: 'opaque', node: 'CreateTableAsStmt', because: 'a table made from EXECUTE is not modelled', tables: [name] }];
  const query = lowerQuery(select);
  if (statement.objtype === 'OBJECT_MATVIEW') {
    return [
      {
        ...baseOf(context),
        kind: 'createView',
        view: name,
        materialized: true,
        replace: false,
        ifNotExists,
        columns: stringsOf(into?.colNames),
        query,
        withData,
        temporary: false,
      },
    ];
  }
  const persistence = PERSISTENCE[into?.rel?.relpersistence ?? 'p'] ?? 'permanent';
  const names = stringsOf(into?.colNames);
  const definition: TableDefinition = {
    table: name,
    persistence,
    columns: [],
    constraints: [],
    like: [],
    inherits: [],
    partitionBy: null,
    partitionOf: null,
    foreign: false,
    query,
    withData,
    ...(names.length > 0 ? { queryColumns: names } : {}),
  };
  return [{ ...baseOf(context), kind: 'createTable', definition, table: name, ifNotExists }];
}
