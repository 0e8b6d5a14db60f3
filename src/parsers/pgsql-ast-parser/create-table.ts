import type { CreateColumnsLikeTable, CreateIndexStatement, CreateTableStatement } from 'pgsql-ast-parser';
import type { LikeClause, Operation, TableDefinition } from '../../operation/index.ts';
import { lowerExpression } from './expression.ts';
import { lowerColumn, lowerConstraint, lowerIndexElement } from './definition.ts';
import { baseOf, type Context, fail, nameOf, qualified, tokenOf } from './tree.ts';

export function lowerCreateTable(statement: CreateTableStatement, context: Context): readonly Operation[] {
  const definition: TableDefinition = {
    table: qualified(statement.name),
    persistence: statement.temporary ? 'temporary' : statement.unlogged ? 'unlogged' : 'permanent',
    columns: statement.columns.flatMap((element) => (element.kind === 'column' ? [lowerColumn(element, context)] : [])),
    constraints: (statement.constraints ?? []).map((constraint) => lowerConstraint(constraint, context)),
    like: statement.columns.flatMap((element) => (element.kind === 'column' ? [] : [lowerLike(element)])),
    inherits: (statement.inherits ?? []).map(qualified),
    partitionBy: null,
    partitionOf: null,
    foreign: false,
    query: null,
    withData: true,
  };
  return [{ ...baseOf(context), kind: 'createTable', definition, table: definition.table, ifNotExists: statement.ifNotExists ?? false }];
}

/** In the order of the operation's field; `all` is all of them. */
const LIKE_OPTIONS: LikeClause['including'] = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
];

function lowerLike({ like, options }: CreateColumnsLikeTable): LikeClause {
  const including = new Set<string>();
  for (const { verb, option } of options) {
    for (const each of option === 'all' ? LIKE_OPTIONS : [option]) {
      if (verb === 'including') including.add(each);
      else including.delete(each);
    }
  }
  return { table: qualified(like), including: LIKE_OPTIONS.filter((option) => including.has(option)) };
}

export function lowerCreateIndex(statement: CreateIndexStatement, context: Context): readonly Operation[] {
  const table = qualified(statement.table);
  const [first] = statement.expressions;
  if (!first) return fail('an index on nothing');
  const depth = listDepth(tokenOf(statement.table, context), context);
  return [
    {
      ...baseOf(context),
      kind: 'createIndex',
      table,
      index: {
        name: statement.indexName ? nameOf(statement.indexName) : null,
        table,
        unique: statement.unique ?? false,
        method: statement.using ? nameOf(statement.using) : 'btree',
        elements: statement.expressions.map((element) => lowerIndexElement(element, depth, context)),
        include: [],
        where: statement.where ? lowerExpression(statement.where, context) : null,
        nullsNotDistinct: false,
      },
      concurrently: statement.concurrently ?? false,
      ifNotExists: statement.ifNotExists ?? false,
      only: false,
    },
  ];
}

/** Of what is inside the parentheses that follow. */
const listDepth = (token: number, { depths }: Context): number => (depths[token] ?? 0) + 1;
