import type { CreateFunctionStmt, Node } from 'libpg-query';
import type { CreateFunction, Operation, Query } from '../../operation/index.ts';
import { baseOf } from '../base.ts';
import { lowerQuery } from './query.ts';
import { as, type Context, nameFrom, optionsOf, optionWord, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

const MODES: Readonly<Record<string, CreateFunction['parameters'][number]['mode']>> = {
  FUNC_PARAM_IN: 'in',
  FUNC_PARAM_OUT: 'out',
  FUNC_PARAM_INOUT: 'inout',
  FUNC_PARAM_VARIADIC: 'variadic',
  FUNC_PARAM_TABLE: 'table',
};

export function lowerCreateFunction(statement: CreateFunctionStmt, context: Context): readonly Operation[] {
  const options = optionsOf(statement.options);
  const word = (name: string): string | null => optionWord(options.find(({ defname }) => defname === name));
  const volatility = word('volatility');
  const text = stringsOf(as(options.find(({ defname }) => defname === 'as')?.arg, 'List')?.items).join('\n');
  return [
    {
      ...baseOf(context),
      kind: 'createFunction',
      function: nameFrom(statement.funcname),
      procedure: statement.is_procedure ?? false,
      replace: statement.replace ?? false,
      parameters: (statement.parameters ?? []).flatMap((node) => {
        const parameter = as(node, 'FunctionParameter');
        if (!parameter?.argType) return [];
        return [{ name: parameter.name ?? null, type: lowerTypeName(parameter.argType), mode: MODES[parameter.mode ?? ''] ?? ('in' as const) }];
      }),
      returns: statement.returnType ? lowerTypeName(statement.returnType) : null,
      language: (word('language') ?? 'sql').toLowerCase(),
      volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
      body: statement.sql_body ? { form: 'query', queries: queriesOf(statement.sql_body) } : { form: 'text', text },
    },
  ];
}

/** `RETURN expression` and `BEGIN ATOMIC … END`, whose statements are a list of lists. */
function queriesOf(body: Node): readonly Query[] {
  const list = as(body, 'List');
  if (list) return (list.items ?? []).flatMap(queriesOf);
  const select = as(body, 'SelectStmt');
  if (select) return [lowerQuery(select)];
  const value = as(body, 'ReturnStmt')?.returnval;
  return value ? [lowerQuery({ targetList: [{ ResTarget: { val: value } }] })] : [];
}
