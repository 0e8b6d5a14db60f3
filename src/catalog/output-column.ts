import type { Expression, TypeName } from '../operation/index.ts';

/** The name that PostgreSQL gives an output column without alias, or null. Source: FigureColnameInternal(), parse_target.c. */
export function nameOfOutput(expression: Expression): string | null {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'call':
      return expression.function.name;
    case 'sqlValue':
      return expression.name.toLowerCase();
    case 'cast':
      return nameOfOutput(expression.operand) ?? expression.type.name;
    case 'collate':
      return nameOfOutput(expression.operand);
    case 'case':
      return (expression.otherwise && nameOfOutput(expression.otherwise)) ?? 'case';
    case 'coalesce':
    case 'array':
    case 'row':
      return expression.kind;
    case 'subquery': {
      if (expression.form === 'exists' || expression.form === 'array') return expression.form;
      const [target] = expression.query.targets;
      return expression.form === 'scalar' && target ? (target.name ?? nameOfOutput(target.expression)) : null;
    }
    default:
      return null;
  }
}

const scalar = (name: string): TypeName => ({ schema: null, name, modifiers: [], dimensions: 0 });

/** Result types of calls that CREATE TABLE … AS is often made of. */
const CALLS: Readonly<Record<string, string>> = {
  count: 'int8',
  row_number: 'int8',
  rank: 'int8',
  dense_rank: 'int8',
  now: 'timestamptz',
  gen_random_uuid: 'uuid',
  uuid_generate_v4: 'uuid',
  lower: 'text',
  upper: 'text',
  concat: 'text',
  concat_ws: 'text',
  md5: 'text',
  to_char: 'text',
  string_agg: 'text',
  replace: 'text',
  substring: 'text',
  trim: 'text',
  btrim: 'text',
  length: 'int4',
  random: 'float8',
  to_jsonb: 'jsonb',
  jsonb_build_object: 'jsonb',
  jsonb_agg: 'jsonb',
  jsonb_build_array: 'jsonb',
  json_build_object: 'json',
  json_agg: 'json',
  nextval: 'int8',
};
const SQL_VALUES: Readonly<Record<string, string>> = {
  CURRENT_TIMESTAMP: 'timestamptz',
  CURRENT_DATE: 'date',
  LOCALTIMESTAMP: 'timestamp',
  CURRENT_TIME: 'timetz',
  LOCALTIME: 'time',
};

/** What type a column reference has; null: it cannot be told. */
export type ColumnTypes = (table: string | null, name: string) => TypeName | null;

/** The type of an expression as far as its text tells. A full answer needs PostgreSQL's operators; nobody here needs it. */
export function typeOfOutput(expression: Expression, columnType: ColumnTypes): TypeName | null {
  switch (expression.kind) {
    case 'column':
      return columnType(expression.table, expression.name);
    case 'cast':
      return expression.type;
    case 'literal':
      return literalType(expression.type, expression.value);
    case 'sqlValue':
      return scalar(SQL_VALUES[expression.name] ?? 'name');
    case 'call': {
      const { name } = expression.function;
      const first = expression.arguments[0];
      if ((name === 'min' || name === 'max') && first) return typeOfOutput(first, columnType);
      const type = CALLS[name];
      return type === undefined ? null : scalar(type);
    }
    case 'coalesce':
      return expression.operands.map((operand) => typeOfOutput(operand, columnType)).find((type) => type !== null) ?? null;
    case 'case':
      return expression.branches.map(({ then }) => typeOfOutput(then, columnType)).find((type) => type !== null) ?? null;
    case 'and':
    case 'or':
    case 'not':
    case 'nullTest':
    case 'booleanTest':
    case 'isDistinct':
    case 'in':
      return scalar('bool');
    default:
      return null;
  }
}

function literalType(type: Extract<Expression, { kind: 'literal' }>['type'], value: string): TypeName {
  if (type === 'boolean') return scalar('bool');
  if (type === 'bit') return scalar('bit');
  if (type !== 'number') return scalar('text');
  if (!/^\d+$/.test(value)) return scalar('numeric');
  return scalar(Number(value) <= 2147483647 ? 'int4' : 'int8');
}
