import { type Catalog, keyOf, type RelationKey, type Table } from '../catalog/index.ts';
import { children, type Expression, expressionsOf, expressionsOfQuery, type Operation, type Query, tablesNamedBy, type TypeName } from '../operation/index.ts';
import type { Failure, Server } from '../postgres/index.ts';

// A value that ALTER TYPE … ADD VALUE added may not be used before the transaction that added it has committed: 55P04,
// "unsafe use of new value" (check_safe_enum_use in enum.c). PostgreSQL notices wherever it turns the label into a value:
// DEFAULT, DML, index predicates, CHECK, view definitions, USING. Bodies of PL/pgSQL functions are text, so these pass.

/** A value that the running transaction added. */
export interface UncommittedValue {
  readonly type: RelationKey;
  readonly value: string;
}

/** Does this operation add a value that is unusable until COMMIT? */
export function valueAddedBy(operation: Operation, before: Catalog, bornHere: ReadonlySet<RelationKey>, server: Server): UncommittedValue | null {
  if (operation.kind !== 'addEnumValue') return null;
  const type = keyOf(before, operation.type);
  const known = before.types.get(type);
  if (operation.ifNotExists && known?.kind === 'enum' && known.values.includes(operation.value)) return null;
  // Types created by the same transaction are exempt, except in the majors 12 to 16 (measured).
  const exempt = bornHere.has(type) && (server.version < 12 || server.version >= 17);
  return exempt ? null : { type, value: operation.value };
}

/** The uncommitted value that an operation uses, as the failure it meets; null when it uses none. */
export function unsafeUse(values: readonly UncommittedValue[], operation: Operation, before: Catalog, after: Catalog): Failure | null {
  const used = values.find((value) => usesValue(operation, value, { before, after }));
  if (!used) return null;
  const certain = !['update', 'delete', 'insert', 'merge', 'select'].includes(operation.kind) || !operation.conditional;
  return {
    cause: { what: 'enum-value-uncommitted', type: used.type, value: used.value },
    sqlstate: '55P04',
    when: certain ? 'always' : 'data',
    unlikelyBecause: null,
    ruledOutBefore: false,
    preflight: null,
  };
}

interface Catalogs {
  readonly before: Catalog;
  readonly after: Catalog;
}

/** Where column names are looked up. */
interface Place {
  readonly isOfType: (column: string) => boolean;
  readonly names: (type: TypeName) => boolean;
  readonly value: string;
}

function usesValue(operation: Operation, { type, value }: UncommittedValue, { before, after }: Catalogs): boolean {
  const names = (name: TypeName): boolean => keyOf(before, { schema: name.schema, name: name.name }) === type;
  const tables = tablesNamedBy(operation).map((name) => after.tables.get(keyOf(after, name)) ?? before.tables.get(keyOf(before, name)));
  const isOfType = (column: string): boolean => tables.some((table) => table?.columns.some((candidate) => candidate.name === column && names(candidate.type)));
  const place: Place = { isOfType, names, value };
  return assigned(operation, place, tables) || expressionsOf(operation).some((expression) => holds(expression, place));
}

/** Values that go into a column of the type as they stand. */
function assigned(operation: Operation, place: Place, tables: readonly (Table | undefined)[]): boolean {
  const defaults = (columns: readonly { readonly type: TypeName; readonly default: Expression | null }[]): boolean =>
    columns.some((column) => place.names(column.type) && column.default !== null && yields(column.default, place.value));
  switch (operation.kind) {
    case 'addColumn':
      return defaults([operation.definition]);
    case 'createTable':
      return defaults(operation.definition.columns);
    case 'setDefault':
      return place.isOfType(operation.column) && yields(operation.expression, place.value);
    case 'alterColumnType':
      return place.names(operation.type) && operation.using !== null && yields(operation.using, place.value);
    case 'update':
      return operation.assignments.some(({ column, value }) => place.isOfType(column) && yields(value, place.value));
    case 'insert':
      return (
        operation.query !== null &&
        insertedColumns(operation.columns, tables[0]).some(
          (column, index) => place.isOfType(column) && columnOf(operation.query, index).some((value) => yields(value, place.value)),
        )
      );
    default:
      return false;
  }
}

/** Without a column list, values go to the table's columns in order. */
const insertedColumns = (written: readonly string[], table: Table | undefined): readonly string[] =>
  written.length > 0 ? written : (table?.columns.map(({ name }) => name) ?? []);

/** What a query gives in its nth column, as far as it is written there. */
function columnOf(query: Query | null, index: number): readonly Expression[] {
  if (!query) return [];
  const { setOperation } = query;
  if (setOperation) return [...columnOf(setOperation.left, index), ...columnOf(setOperation.right, index)];
  const target = query.targets[index]?.expression;
  return [...query.values.flatMap((row) => row[index] ?? []), ...(target ? [target] : [])];
}

/** The expression can have the label as its value: as a literal, bare or cast, also in a branch or an array. */
function yields(expression: Expression, value: string): boolean {
  switch (expression.kind) {
    case 'literal':
      return (
        expression.type === 'string' &&
        (expression.value === value ||
          expression.value
            .replace(/^\{|\}$/g, '')
            .split(',')
            .includes(value))
      );
    case 'cast':
      return yields(expression.operand, value);
    case 'case':
      return [...expression.branches.map((branch) => branch.then), ...(expression.otherwise ? [expression.otherwise] : [])].some((branch) =>
        yields(branch, value),
      );
    case 'coalesce':
      return expression.operands.some((operand) => yields(operand, value));
    case 'array':
      return expression.elements.some((element) => yields(element, value));
    default:
      return false;
  }
}

/** Somewhere inside, the label is cast to the type, or compared with a column of it. */
function holds(expression: Expression, place: Place): boolean {
  if (expression.kind === 'cast' && place.names(expression.type) && yields(expression.operand, place.value)) return true;
  const sides = comparedIn(expression);
  const typed = sides.some((side) => (side.kind === 'column' && place.isOfType(side.name)) || (side.kind === 'cast' && place.names(side.type)));
  if (typed && sides.some((side) => yields(side, place.value))) return true;
  if (expression.kind === 'subquery' && expressionsOfQuery(expression.query).some((inner) => holds(inner, place))) return true;
  return children(expression).some((child) => holds(child, place));
}

function comparedIn(expression: Expression): readonly Expression[] {
  if (expression.kind === 'operator') return expression.left ? [expression.left, expression.right] : [];
  if (expression.kind === 'isDistinct') return [expression.left, expression.right];
  if (expression.kind === 'in') return [expression.operand, ...expression.list];
  if (expression.kind === 'case' && expression.operand) return [expression.operand, ...expression.branches.map((branch) => branch.when)];
  return [];
}
