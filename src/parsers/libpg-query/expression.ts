import type { A_Const, A_Indirection, BooleanTest, CaseExpr, ColumnRef, MinMaxExpr, Node, RowExpr, SQLValueFunction, SubLink } from 'libpg-query';
import { quoteIdentifier } from '../../core/index.ts';
import type { Expression } from '../../operation/index.ts';
import { call, joined, lowerCast, NULL, written } from '../expressions.ts';
import { lowerCall } from './call.ts';
import { lowerOperator } from './operator.ts';
import { lowerQuery } from './query.ts';
import { as, kindOf, nameFrom, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

type Test = Extract<Expression, { kind: 'booleanTest' }>['test'];
type Subquery = Extract<Expression, { kind: 'subquery' }>;

/** Lowers any expression. What has no kind of its own becomes `other`, with the expressions that its tree holds. */
export function lowerExpression(node: Node): Expression {
  if ('ColumnRef' in node) return lowerColumnRef(node.ColumnRef);
  if ('A_Const' in node) return lowerConstant(node.A_Const);
  if ('A_Expr' in node) return lowerOperator(node.A_Expr);
  if ('FuncCall' in node) return lowerCall(node.FuncCall);
  if ('TypeCast' in node) return lowerCast(lowerOptional(node.TypeCast.arg) ?? NULL, lowerTypeName(node.TypeCast.typeName ?? {}));
  if ('BoolExpr' in node) return lowerBoolean(node.BoolExpr.boolop, lowerAll(node.BoolExpr.args));
  if ('NullTest' in node) return { kind: 'nullTest', operand: lowerOptional(node.NullTest.arg) ?? NULL, negated: node.NullTest.nulltesttype === 'IS_NOT_NULL' };
  if ('BooleanTest' in node) return lowerBooleanTest(node.BooleanTest);
  if ('SubLink' in node) return lowerSubLink(node.SubLink);
  if ('CaseExpr' in node) return lowerCase(node.CaseExpr);
  if ('CoalesceExpr' in node) return { kind: 'coalesce', operands: lowerAll(node.CoalesceExpr.args) };
  if ('SQLValueFunction' in node) return lowerSqlValue(node.SQLValueFunction);
  if ('A_ArrayExpr' in node) return { kind: 'array', elements: lowerAll(node.A_ArrayExpr.elements) };
  if ('RowExpr' in node) return lowerRow(node.RowExpr);
  if ('CollateClause' in node)
    return { kind: 'collate', operand: lowerOptional(node.CollateClause.arg) ?? NULL, collation: nameFrom(node.CollateClause.collname) };
  if ('MinMaxExpr' in node) return lowerMinMax(node.MinMaxExpr);
  if ('A_Indirection' in node) return lowerIndirection(node.A_Indirection);
  if ('ParamRef' in node) return { kind: 'parameter', number: node.ParamRef.number ?? 0 };
  return lowerRest(node);
}

export const lowerAll = (nodes: readonly Node[] | undefined): readonly Expression[] => (nodes ?? []).map(lowerExpression);
export const lowerOptional = (node: Node | undefined): Expression | null => (node ? lowerExpression(node) : null);

function lowerRest(node: Node): Expression {
  if ('NamedArgExpr' in node)
    return written('NamedArgExpr', [`${quoteIdentifier(node.NamedArgExpr.name ?? '')} => `, ''], lowerOptional(node.NamedArgExpr.arg) ?? NULL);
  if ('GroupingFunc' in node) return { ...call('grouping', lowerAll(node.GroupingFunc.args)) };
  if ('SetToDefault' in node) return written('SetToDefault', ['DEFAULT']);
  if ('CurrentOfExpr' in node) return written('CurrentOfExpr', [`CURRENT OF ${quoteIdentifier(node.CurrentOfExpr.cursor_name ?? '')}`]);
  if ('GroupingSet' in node) return lowerGroupingSet(node.GroupingSet.kind, lowerAll(node.GroupingSet.content));
  if ('List' in node) return { kind: 'row', elements: lowerAll(node.List.items) };
  return { kind: 'other', node: kindOf(node), operands: expressionsIn(node) };
}

function lowerColumnRef(column: ColumnRef): Expression {
  const fields = column.fields ?? [];
  const names = stringsOf(fields);
  if (fields.some((field) => 'A_Star' in field)) return { kind: 'star', table: names.at(-1) ?? null };
  return { kind: 'column', table: names.at(-2) ?? null, name: names.at(-1) ?? '' };
}

/** The tree leaves out what is 0, false or empty. */
function lowerConstant(constant: A_Const): Expression {
  if (constant.sval) return { kind: 'literal', type: 'string', value: constant.sval.sval ?? '' };
  if (constant.ival) return { kind: 'literal', type: 'number', value: String(constant.ival.ival ?? 0) };
  if (constant.fval) return { kind: 'literal', type: 'number', value: constant.fval.fval ?? '0' };
  if (constant.boolval) return { kind: 'literal', type: 'boolean', value: String(constant.boolval.boolval ?? false) };
  return constant.bsval ? { kind: 'literal', type: 'bit', value: constant.bsval.bsval ?? '' } : NULL;
}

function lowerBoolean(operator: string | undefined, operands: readonly Expression[]): Expression {
  if (operator === 'NOT_EXPR') return { kind: 'not', operand: operands[0] ?? NULL };
  return joined(operator === 'OR_EXPR' ? 'or' : 'and', operands);
}

function lowerBooleanTest(test: BooleanTest): Expression {
  const words: Readonly<Record<string, Test>> = { TRUE: 'true', FALSE: 'false', UNKNOWN: 'unknown' };
  const [, not, word] = /^IS_(NOT_)?(\w+)$/.exec(test.booltesttype ?? '') ?? [];
  return { kind: 'booleanTest', operand: lowerOptional(test.arg) ?? NULL, test: words[word ?? ''] ?? 'unknown', negated: not !== undefined };
}

const FORMS: Readonly<Record<string, Subquery['form']>> = { EXISTS_SUBLINK: 'exists', ANY_SUBLINK: 'any', ALL_SUBLINK: 'all', ARRAY_SUBLINK: 'array' };

/** `x IN (SELECT …)` comes without an operator: it is `= ANY`. */
function lowerSubLink(link: SubLink): Expression {
  const form = FORMS[link.subLinkType ?? ''] ?? 'scalar';
  const written = nameFrom(link.operName).name;
  const operator = written === '' && form === 'any' ? '=' : written;
  return { kind: 'subquery', form, operand: lowerOptional(link.testexpr), operator, query: lowerQuery(as(link.subselect, 'SelectStmt') ?? {}) };
}

function lowerCase(expression: CaseExpr): Expression {
  const branches = (expression.args ?? []).flatMap((node) => {
    const branch = as(node, 'CaseWhen');
    return branch ? [{ when: lowerOptional(branch.expr) ?? NULL, then: lowerOptional(branch.result) ?? NULL }] : [];
  });
  return { kind: 'case', operand: lowerOptional(expression.arg), branches, otherwise: lowerOptional(expression.defresult) };
}

/** `SVFOP_CURRENT_TIMESTAMP_N` with typmod 3 is CURRENT_TIMESTAMP(3). */
function lowerSqlValue(value: SQLValueFunction): Expression {
  const name = (value.op ?? '').replace(/^SVFOP_/, '');
  return { kind: 'sqlValue', name: name.endsWith('_N') ? `${name.slice(0, -2)}(${value.typmod ?? 0})` : name };
}

const lowerRow = (row: RowExpr): Expression => ({ kind: 'row', elements: lowerAll(row.args) });
const lowerMinMax = (choice: MinMaxExpr): Expression => call(choice.op === 'IS_LEAST' ? 'least' : 'greatest', lowerAll(choice.args));

/** `(x).field`, `x[1]`, `x[1:2]`, `(x).*`. */
function lowerIndirection(indirection: A_Indirection): Expression {
  const operands = [lowerOptional(indirection.arg) ?? NULL];
  const text = ['('];
  let tail = ')';
  for (const step of indirection.indirection ?? []) {
    const indices = as(step, 'A_Indices');
    if (!indices) tail += 'A_Star' in step ? '.*' : `.${quoteIdentifier(stringsOf([step])[0] ?? '')}`;
    else {
      tail += '[';
      for (const [bound, after] of [
        [indices.lidx, indices.is_slice ? ':' : ''],
        [indices.uidx, ''],
      ] as const) {
        if (bound) {
          operands.push(lowerExpression(bound));
          text.push(tail);
          tail = '';
        }
        tail += after;
      }
      tail += ']';
    }
  }
  return written('A_Indirection', [...text, tail], ...operands);
}

const GROUPINGS: Readonly<Record<string, string>> = { GROUPING_SET_ROLLUP: 'ROLLUP ', GROUPING_SET_CUBE: 'CUBE ', GROUPING_SET_SETS: 'GROUPING SETS ' };

function lowerGroupingSet(kind: string | undefined, operands: readonly Expression[]): Expression {
  const open = `${GROUPINGS[kind ?? ''] ?? ''}(`;
  if (operands.length === 0) return written('GroupingSet', [`${open})`]);
  return written('GroupingSet', [open, ...operands.slice(1).map(() => ', '), ')'], ...operands);
}

const ROOTS: ReadonlySet<string> = new Set([
  'ColumnRef',
  'A_Const',
  'A_Expr',
  'FuncCall',
  'TypeCast',
  'BoolExpr',
  'NullTest',
  'BooleanTest',
  'SubLink',
  'CaseExpr',
  'CoalesceExpr',
  'SQLValueFunction',
  'A_ArrayExpr',
  'RowExpr',
  'CollateClause',
  'MinMaxExpr',
  'A_Indirection',
  'ParamRef',
]);
const isRoot = (value: object): value is Node => ROOTS.has(Object.keys(value)[0] ?? '');

/** The outermost expressions anywhere inside a tree that we do not know. */
function expressionsIn(tree: unknown): readonly Expression[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.values(tree).flatMap((inner: unknown) =>
    typeof inner === 'object' && inner !== null && isRoot(inner) ? [lowerExpression(inner)] : expressionsIn(inner),
  );
}
