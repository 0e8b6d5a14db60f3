import { quoteIdentifier, quoteName, type QualifiedName } from '../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, ForeignKeyDefinition, IndexDefinition, IndexElement } from './definition.ts';
import { atom, renderExpression } from './render-expression.ts';
import { renderType } from './render-type.ts';

// SQL text of definitions, spelled as Prisma writes it: quoted identifiers, types in capitals.

/** A column as in CREATE TABLE and ADD COLUMN, its inline constraints included. */
export function renderColumn(column: ColumnDefinition): string {
  return words(
    quoteIdentifier(column.name),
    renderType(column.type),
    column.collation && `COLLATE ${quoteName(column.collation)}`,
    column.notNull && 'NOT NULL',
    // Behind DEFAULT the grammar takes no AND, IN, LIKE, … without parentheses.
    column.default && `DEFAULT ${atom(column.default)}`,
    column.generated &&
      words(
        `GENERATED ALWAYS AS (${renderExpression(column.generated.expression)})`,
        column.generated.storage !== 'unspecified' && column.generated.storage.toUpperCase(),
      ),
    column.identity && `GENERATED ${column.identity.toUpperCase()} AS IDENTITY`,
    ...column.constraints.map((constraint) => words(named(constraint), bodyOf(constraint, false), attributesOf(constraint))),
  );
}

/** A table constraint as in CREATE TABLE and behind ADD: `CONSTRAINT "name" CHECK (…) NOT VALID`. */
export const renderConstraint = (constraint: ConstraintDefinition): string => words(named(constraint), bodyOf(constraint, true), attributesOf(constraint));

type Part = string | false | null;
const words = (...parts: readonly Part[]): string => parts.filter((part) => part !== false && part !== null && part !== '').join(' ');
const named = ({ name }: ConstraintDefinition): Part => name !== null && `CONSTRAINT ${quoteIdentifier(name)}`;
const list = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');

/** `columns`: as a table constraint names them; inside of a column definition they are understood. */
function bodyOf(constraint: ConstraintDefinition, columns: boolean): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return words('PRIMARY KEY', keyColumns(constraint, columns));
    case 'unique':
      return words('UNIQUE', constraint.nullsNotDistinct && 'NULLS NOT DISTINCT', keyColumns(constraint, columns));
    case 'check':
      return words(`CHECK (${renderExpression(constraint.expression)})`, constraint.noInherit && 'NO INHERIT');
    case 'notNull':
      return words('NOT NULL', columns && list(constraint.columns));
    case 'foreignKey':
      return words(columns && `FOREIGN KEY (${list(constraint.columns)})`, references(constraint));
    case 'exclude': {
      const elements = constraint.elements.map(({ element, operator }) => `${renderIndexElement(element)} WITH ${operator}`).join(', ');
      return words(`EXCLUDE USING ${bareOrQuoted(constraint.method)} (${elements})`, constraint.where && `WHERE (${renderExpression(constraint.where)})`);
    }
  }
}

function keyColumns(key: Extract<ConstraintDefinition, { kind: 'primaryKey' | 'unique' }>, columns: boolean): Part {
  if (key.usingIndex !== null) return `USING INDEX ${quoteIdentifier(key.usingIndex)}`;
  return columns && `(${list(key.columns)}${key.withoutOverlaps ? ' WITHOUT OVERLAPS' : ''})`;
}

function references({ references: { table, columns, match, onDelete, onUpdate } }: ForeignKeyDefinition): string {
  return words(
    `REFERENCES ${quoteName(table)}${columns.length > 0 ? `(${list(columns)})` : ''}`,
    match === 'full' && 'MATCH FULL',
    onDelete !== 'no action' && `ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate !== 'no action' && `ON UPDATE ${onUpdate.toUpperCase()}`,
  );
}

const attributesOf = ({ deferrable, initiallyDeferred, notValid, enforced }: ConstraintDefinition): string =>
  words(deferrable && 'DEFERRABLE', initiallyDeferred && 'INITIALLY DEFERRED', enforced ? notValid && 'NOT VALID' : 'NOT ENFORCED');

/** CREATE INDEX without the semicolon. */
export function renderIndex(
  index: IndexDefinition,
  { concurrently = false, ifNotExists = false }: { readonly concurrently?: boolean; readonly ifNotExists?: boolean } = {},
): string {
  const method = index.method === 'btree' ? '' : ` USING ${bareOrQuoted(index.method)} `;
  return words(
    `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX`,
    concurrently && 'CONCURRENTLY',
    // IF NOT EXISTS needs a name.
    ifNotExists && index.name !== null && 'IF NOT EXISTS',
    index.name !== null && quoteIdentifier(index.name),
    `ON ${quoteName(index.table)}${method}(${index.elements.map(renderIndexElement).join(', ')})`,
    index.include.length > 0 && `INCLUDE (${list(index.include)})`,
    index.nullsNotDistinct && 'NULLS NOT DISTINCT',
    index.where && `WHERE ${renderExpression(index.where)}`,
  );
}

function renderIndexElement(element: IndexElement): string {
  return words(
    element.column !== null ? quoteIdentifier(element.column) : element.expression && `(${renderExpression(element.expression)})`,
    element.collation && `COLLATE ${quoteName(element.collation)}`,
    element.operatorClass && operatorClass(element.operatorClass),
    element.descending && 'DESC',
    element.nulls && `NULLS ${element.nulls.toUpperCase()}`,
  );
}

const operatorClass = (name: QualifiedName): string => (name.schema === null ? bareOrQuoted(name.name) : quoteName(name));

/** Names of methods and operator classes, which nobody quotes. */
const bareOrQuoted = (name: string): string => (/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name) ? name : quoteIdentifier(name));
