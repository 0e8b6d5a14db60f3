import { type Expr, parse, toSql } from 'pgsql-ast-parser';
import type { Expression, Operation, OperationOf } from '../../operation/index.ts';
import type { Token } from '../lexer.ts';
import { afterAlterTarget, commaSeparated } from '../statements.ts';
import { lowerExpression } from './expression.ts';
import { checkPrinted } from './losses.ts';
import { type Context, depthsOf, fail, isWord } from './tree.ts';

// Clauses that this grammar lacks, and that Prisma itself writes or asks its users to write. Each may stand at one place only:
// there it is read from the tokens, and the parser gets the statement without it.

/** What is parsed, and what the clause that was left out makes of it. */
export interface Supplemented {
  readonly tokens: readonly Token[];
  readonly complete: (operation: Operation, context: Context) => Operation;
}

export function supplemented(tokens: readonly Token[]): Supplemented {
  const [first] = tokens;
  if (first && tokens.length === 1 && isWord(first, 'end')) return { tokens: [{ ...first, value: 'commit' }], complete: (operation) => operation };
  const found = isWord(tokens[0], 'drop')
    ? dropView(tokens)
    : isWord(tokens[1], 'type')
      ? addValue(tokens)
      : isWord(tokens[1], 'table')
        ? ofAction(tokens)
        : null;
  return found ?? { tokens, complete: (operation) => operation };
}

/** Several actions are read one by one: see `read.ts`. */
const ofAction = (tokens: readonly Token[]): Supplemented | null =>
  isWord(tokens[0], 'alter') && commaSeparated(tokens, afterAlterTarget(tokens)).length === 1
    ? (using(tokens) ?? notValid(tokens) ?? validate(tokens) ?? rowSecurity(tokens))
    : null;

/** `DROP VIEW` has the form of `DROP TYPE`. */
function dropView(tokens: readonly Token[]): Supplemented | null {
  const materialized = isWord(tokens[1], 'materialized');
  const at = materialized ? 2 : 1;
  const view = tokens[at];
  if (!view || !isWord(view, 'view')) return null;
  return {
    tokens: [...tokens.slice(0, 1), { ...view, value: 'type' }, ...tokens.slice(at + 1)],
    complete: (operation) => {
      if (operation.kind !== 'dropType') return fail('DROP VIEW');
      const { kind: _, type, domain: __, ...drop } = operation;
      return { ...drop, kind: 'dropView', view: type, materialized };
    },
  };
}

/** `ADD VALUE [IF NOT EXISTS] 'a' [BEFORE | AFTER 'b']`. */
function addValue(tokens: readonly Token[]): Supplemented | null {
  const add = tokens.findIndex((token, index) => isWord(token, 'add') && isWord(tokens[index + 1], 'value'));
  if (add < 0) return null;
  const ifNotExists = ['if', 'not', 'exists'].every((word, index) => isWord(tokens[add + 2 + index], word));
  const value = add + 2 + (ifNotExists ? 3 : 0);
  const [side, other, ...more] = tokens.slice(value + 1);
  const isPlaced = isWord(side, 'before', 'after') && other?.kind === 'string' && more.length === 0;
  const neighbour = isPlaced ? { value: other.value, side: isWord(side, 'before') ? ('before' as const) : ('after' as const) } : null;
  return {
    tokens: [...tokens.slice(0, add + 2), ...tokens.slice(value, neighbour ? value + 1 : undefined)],
    complete: (operation) => (operation.kind === 'addEnumValue' ? { ...operation, ifNotExists, neighbour } : fail('ADD VALUE')),
  };
}

/** `ALTER COLUMN c TYPE t USING x`. */
function using(tokens: readonly Token[]): Supplemented | null {
  const depths = depthsOf(tokens);
  const at = tokens.findIndex((token, index) => isWord(token, 'using') && depths[index] === 0);
  if (at < 0 || !tokens.slice(0, at).some((token) => isWord(token, 'type'))) return null;
  return {
    tokens: tokens.slice(0, at),
    complete: (operation, context) =>
      operation.kind === 'alterColumnType' ? { ...operation, using: parseExpression(tokens.slice(at + 1), context) } : fail('what "using" says here'),
  };
}

/** `ADD CONSTRAINT … NOT VALID`. */
function notValid(tokens: readonly Token[]): Supplemented | null {
  if (!isWord(tokens.at(-1), 'valid') || !isWord(tokens.at(-2), 'not')) return null;
  return {
    tokens: tokens.slice(0, -2),
    complete: (operation) => {
      const isPossible = operation.kind === 'addConstraint' && (operation.constraint.kind === 'check' || operation.constraint.kind === 'foreignKey');
      return isPossible ? { ...operation, constraint: { ...operation.constraint, notValid: true } } : fail('what "valid" says here');
    },
  };
}

/** `VALIDATE CONSTRAINT c` has the form of `DROP CONSTRAINT c`. */
function validate(tokens: readonly Token[]): Supplemented | null {
  const [verb, constraint] = tokens.slice(-3);
  if (!verb || !isWord(verb, 'validate') || !isWord(constraint, 'constraint')) return null;
  return {
    tokens: [...tokens.slice(0, -3), { ...verb, value: 'drop' }, ...tokens.slice(-2)],
    complete: (operation) => {
      if (operation.kind !== 'dropConstraint') return fail('VALIDATE CONSTRAINT');
      const { ifExists: _, cascade: __, ...on } = operation;
      return { ...on, kind: 'validateConstraint' };
    },
  };
}

const ROW_SECURITY: readonly (readonly [OperationOf<'setRowSecurity'>['action'], readonly string[]])[] = [
  ['enable', ['enable']],
  ['disable', ['disable']],
  ['no force', ['no', 'force']],
  ['force', ['force']],
];

/** `ENABLE ROW LEVEL SECURITY` has no form of its own in this grammar: it goes as `DROP COLUMN security`. */
function rowSecurity(tokens: readonly Token[]): Supplemented | null {
  const [row, level, security] = tokens.slice(-3);
  if (!row || !level || !security || !isWord(row, 'row') || !isWord(level, 'level') || !isWord(security, 'security')) return null;
  const before = tokens.slice(0, -3);
  const [action, words] =
    ROW_SECURITY.find(([, verb]) => verb.every((word, index) => isWord(before.at(index - verb.length), word))) ?? fail('ROW LEVEL SECURITY');
  const [first, last] = [before.at(-words.length) ?? row, before.at(-1) ?? row];
  const drop: Token = { ...first, end: last.end, value: 'drop' };
  return {
    tokens: [...before.slice(0, -words.length), drop, { ...row, end: level.end, value: 'column' }, security],
    complete: (operation) => {
      if (operation.kind !== 'dropColumn') return fail('ROW LEVEL SECURITY');
      const { column: _, ifExists: __, cascade: ___, ...on } = operation;
      return { ...on, kind: 'setRowSecurity', action };
    },
  };
}

function parseExpression(tokens: readonly Token[], context: Context): Expression {
  const [first, last] = [tokens[0] ?? fail('how the statement ends'), tokens.at(-1)];
  const span = { start: first.start, end: last?.end ?? first.end };
  // The types promise statements, which is what every other entry of the grammar gives.
  const [expression] = parse(context.text.slice(span.start, span.end), { entry: 'expr', locationTracking: true }) as unknown as readonly Expr[];
  if (!expression) return fail('how the statement ends');
  checkPrinted(toSql.expr(expression), context.text, tokens);
  return lowerExpression(expression, { ...context, span, tokens, depths: depthsOf(tokens) });
}
