import type { CreateFunctionStatement } from 'pgsql-ast-parser';
import type { CreateFunction, Operation, TypeName } from '../../operation/index.ts';
import { baseOf, type Context, fail, isWord, nameOf, qualified } from './tree.ts';
import { lowerType } from './type-name.ts';

type Parameter = CreateFunction['parameters'][number];

export function lowerCreateFunction(statement: CreateFunctionStatement, context: Context): readonly Operation[] {
  const table = statement.returns?.kind === 'table' ? statement.returns.columns : [];
  const parameters = statement.arguments.map(
    ({ name, type, mode }): Parameter => ({ name: name ? nameOf(name) : null, type: lowerType(type), mode: mode ?? 'in' }),
  );
  return [
    {
      ...baseOf(context),
      kind: 'createFunction',
      function: qualified(statement.name),
      procedure: false,
      replace: statement.orReplace ?? false,
      parameters: [...parameters, ...table.map(({ name, type }): Parameter => ({ name: nameOf(name), type: lowerType(type), mode: 'table' }))],
      returns: returnsOf(statement),
      language: (statement.language ? nameOf(statement.language) : 'sql').toLowerCase(),
      volatility: statement.purity ?? 'volatile',
      body: { form: 'text', text: bodyOf(context) },
    },
  ];
}

/** RETURNS TABLE is the type of its only column, or a record. */
function returnsOf({ returns }: CreateFunctionStatement): TypeName | null {
  if (!returns) return null;
  if (returns.kind !== 'table') return lowerType(returns);
  const [only, ...more] = returns.columns;
  return only && more.length === 0 ? lowerType(only.type) : { schema: null, name: 'record', modifiers: [], dimensions: 0 };
}

/** The string behind AS, which the parser trims. */
function bodyOf({ tokens }: Context): string {
  const at = tokens.findIndex((token, index) => isWord(token, 'as') && tokens[index + 1]?.kind === 'string');
  return tokens[at + 1]?.value ?? fail('the body of the function');
}
