import { displayName } from '../core/index.ts';
import type { ColumnDefinition, Expression, TypeName } from '../operation/index.ts';
import { isBuiltInType } from './builtin-types.ts';
import type { Catalog } from './catalog.ts';
import { putSequence } from './change.ts';
import { rowsOfNewColumn } from './column-rows.ts';
import { isRelationNameTaken } from './constraints.ts';
import { relationKey, typeKey } from './lookup.ts';
import type { Column, Origin, RelationKey, Table } from './model.ts';
import { chooseName } from './object-names.ts';
import { sequenceText } from './rename.ts';

const SERIAL: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
]);

const isSerial = (type: TypeName): boolean => type.schema === null && SERIAL.has(type.name);

/** The type as the catalog keeps it: serial is an integer, a named type has its schema unless that is `public`. */
export function storedType(catalog: Catalog, type: TypeName): TypeName {
  if (isSerial(type)) return { ...type, name: SERIAL.get(type.name) ?? type.name };
  if (isBuiltInType(type)) return type;
  const known = catalog.types.get(typeKey(catalog, type));
  if (!known) return type;
  const schema = known.schema === 'public' ? null : known.schema;
  return schema === type.schema ? type : { ...type, schema };
}

export const isNullLiteral = (expression: Expression): boolean =>
  (expression.kind === 'literal' && expression.type === 'null') || (expression.kind === 'cast' && isNullLiteral(expression.operand));

const nextval = (key: RelationKey): Expression => ({
  kind: 'call',
  function: { schema: null, name: 'nextval' },
  arguments: [
    {
      kind: 'cast',
      operand: { kind: 'literal', type: 'string', value: sequenceText(key) },
      type: { schema: null, name: 'regclass', modifiers: [], dimensions: 0 },
    },
  ],
  distinct: false,
  star: false,
  over: null,
  filter: null,
});

/** Makes the sequence of a serial or identity column: `table_column_seq`. */
export function addOwnedSequence(catalog: Catalog, table: Table, column: string, at: Origin): { readonly catalog: Catalog; readonly key: RelationKey } {
  const name = chooseName(table.name, column, 'seq', (taken) => isRelationNameTaken(catalog, table, taken));
  const ownedBy = { table: relationKey(table.schema, table.name), column };
  return { catalog: putSequence(catalog, { kind: 'sequence', schema: table.schema, name, bornIn: at, ownedBy }), key: relationKey(table.schema, name) };
}

/** A column as it is after ADD COLUMN or CREATE TABLE, with its sequence. Its constraints are not added here. */
export function makeColumn(catalog: Catalog, table: Table, definition: ColumnDefinition, at: Origin): { readonly catalog: Catalog; readonly column: Column } {
  const serial = isSerial(definition.type);
  const sequence = serial || definition.identity !== null ? addOwnedSequence(catalog, table, definition.name, at) : null;
  const isEmpty = table.rows === 'none' && table.kind !== 'partitioned table';
  const column: Column = {
    name: definition.name,
    type: storedType(catalog, definition.type),
    collation: definition.collation && displayName(definition.collation),
    notNull: definition.notNull || serial || definition.identity !== null,
    default: serial && sequence ? nextval(sequence.key) : definition.default && !isNullLiteral(definition.default) ? definition.default : null,
    generated: definition.generated && {
      expression: definition.generated.expression,
      storage: definition.generated.storage === 'stored' ? 'stored' : 'virtual',
    },
    identity: definition.identity,
    bornIn: at,
    rows: isEmpty ? { holds: 'anything' } : rowsOfNewColumn(catalog, definition, serial),
    filled: null,
    ownedSequence: sequence?.key ?? null,
  };
  return { catalog: sequence?.catalog ?? catalog, column };
}
