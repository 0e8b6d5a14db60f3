import type { ColumnDef, Constraint, IndexElem, IndexStmt, Node, PartitionSpec } from 'libpg-query';
import type { QualifiedName, Span } from '../../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition, IndexElement, PartitionKey, ReferentialAction } from '../../operation/index.ts';
import { elementSpan, trimmedSpan } from '../statements.ts';
import { lowerExpression } from './expression.ts';
import { as, type Context, nameFrom, relationName, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

const ACTIONS: Readonly<Record<string, ReferentialAction>> = { a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };

/** The text of a column or constraint in a list of them, by the location that the tree gives it. */
export const elementAt = (context: Context, location: number | undefined): Span =>
  location === undefined ? context.span : elementSpan(context.tokens, context.offsetOf(location));

/** `span`: of the whole definition. */
export function lowerColumn(column: ColumnDef, context: Context, span: Span): ColumnDefinition {
  const name = column.colname ?? '';
  const constraints = (column.constraints ?? []).flatMap((node) => as(node, 'Constraint') ?? []);
  const byType = (type: string): Constraint | undefined => constraints.find(({ contype }) => contype === type);
  const generated = byType('CONSTR_GENERATED');
  const identity = byType('CONSTR_IDENTITY');
  const defaultExpression = byType('CONSTR_DEFAULT')?.raw_expr;
  return {
    name,
    type: column.typeName ? lowerTypeName(column.typeName) : { schema: null, name: 'unknown', modifiers: [], dimensions: 0 },
    collation: optionalName(column.collClause?.collname),
    notNull: column.is_not_null === true || byType('CONSTR_NOTNULL') !== undefined,
    default: defaultExpression ? lowerExpression(defaultExpression) : null,
    generated: generated?.raw_expr ? { expression: lowerExpression(generated.raw_expr), storage: storageOf(generated, context, span) } : null,
    identity: identity ? (identity.generated_when === 'd' ? 'by default' : 'always') : null,
    constraints: lowerColumnConstraints(column, context, span),
    span,
  };
}

/**
 * The constraints inside a column definition, each with its own text: up to the next one, the COLLATE clause or the end of
 * the column. Attributes (DEFERRABLE, NOT ENFORCED) are nodes of their own behind the constraint that they belong to.
 */
export function lowerColumnConstraints(column: ColumnDef, context: Context, span: Span): readonly ConstraintDefinition[] {
  const nodes = (column.constraints ?? []).flatMap((node) => as(node, 'Constraint') ?? []);
  const owners = nodes.filter((node) => !isAttribute(node));
  const starts = [...owners.map(({ location }) => location), column.collClause?.location].flatMap((location) => (location ? [context.offsetOf(location)] : []));
  return owners.flatMap((constraint, position) => {
    const from = nodes.indexOf(constraint) + 1;
    const until = owners[position + 1];
    const attributes = nodes.slice(from, until ? nodes.indexOf(until) : undefined);
    const start = constraint.location ? context.offsetOf(constraint.location) : span.start;
    const end = Math.min(span.end, ...starts.filter((other) => other > start));
    return lowerConstraint(withAttributes(constraint, attributes), trimmedSpan(context.tokens, { start, end }), column.colname ?? '') ?? [];
  });
}

const isAttribute = ({ contype }: Constraint): boolean => contype?.startsWith('CONSTR_ATTR_') ?? false;

/** PostgreSQL 18 takes a missing keyword as VIRTUAL and older ones refuse it, so that it must be seen. */
function storageOf(generated: Constraint, context: Context, span: Span): 'stored' | 'virtual' | 'unspecified' {
  if (generated.generated_kind === 's') return 'stored';
  const written = context.tokens.some((token) => token.start >= span.start && token.end <= span.end && token.kind === 'word' && token.value === 'virtual');
  return written ? 'virtual' : 'unspecified';
}

function withAttributes(constraint: Constraint, attributes: readonly Constraint[]): Constraint {
  if (attributes.length === 0) return constraint;
  const has = (type: string): boolean => attributes.some(({ contype }) => contype === type);
  return {
    ...constraint,
    deferrable: has('CONSTR_ATTR_DEFERRABLE') || has('CONSTR_ATTR_DEFERRED'),
    initdeferred: has('CONSTR_ATTR_DEFERRED'),
    ...(has('CONSTR_ATTR_NOT_ENFORCED') ? { is_enforced: false, skip_validation: true } : {}),
  };
}

/** Null for what is no constraint of its own: NULL, NOT NULL and DEFAULT of a column. `column`: the column it stands in. */
export function lowerConstraint(constraint: Constraint, span: Span, column: string | null): ConstraintDefinition | null {
  const base = {
    name: constraint.conname ?? null,
    deferrable: constraint.deferrable ?? false,
    initiallyDeferred: constraint.initdeferred ?? false,
    notValid: constraint.skip_validation ?? false,
    enforced: constraint.is_enforced ?? !CAN_BE_UNENFORCED.has(constraint.contype ?? ''),
    span,
  };
  const columns = column === null ? stringsOf(constraint.keys) : [column];
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return {
        ...base,
        kind: 'primaryKey',
        columns: constraint.indexname ? [] : columns,
        usingIndex: constraint.indexname ?? null,
        withoutOverlaps: constraint.without_overlaps ?? false,
      };
    case 'CONSTR_UNIQUE':
      return {
        ...base,
        kind: 'unique',
        columns: constraint.indexname ? [] : columns,
        usingIndex: constraint.indexname ?? null,
        nullsNotDistinct: constraint.nulls_not_distinct ?? false,
        withoutOverlaps: constraint.without_overlaps ?? false,
      };
    case 'CONSTR_CHECK':
      return constraint.raw_expr
        ? { ...base, kind: 'check', expression: lowerExpression(constraint.raw_expr), noInherit: constraint.is_no_inherit ?? false }
        : null;
    case 'CONSTR_NOTNULL':
      return column === null ? { ...base, kind: 'notNull', columns } : null;
    case 'CONSTR_FOREIGN':
      return {
        ...base,
        kind: 'foreignKey',
        columns: column === null ? stringsOf(constraint.fk_attrs) : [column],
        references: {
          table: relationName(constraint.pktable),
          columns: stringsOf(constraint.pk_attrs),
          match: constraint.fk_matchtype === 'f' ? 'full' : 'simple',
          onDelete: ACTIONS[constraint.fk_del_action ?? 'a'] ?? 'no action',
          onUpdate: ACTIONS[constraint.fk_upd_action ?? 'a'] ?? 'no action',
        },
      };
    case 'CONSTR_EXCLUSION':
      return {
        ...base,
        kind: 'exclude',
        method: constraint.access_method ?? 'gist',
        elements: exclusionsOf(constraint),
        where: constraint.where_clause ? lowerExpression(constraint.where_clause) : null,
      };
    default:
      return null;
  }
}

/** The grammar writes `is_enforced` on these only, and only when it is so. */
const CAN_BE_UNENFORCED: ReadonlySet<string> = new Set(['CONSTR_CHECK', 'CONSTR_FOREIGN']);

function exclusionsOf(constraint: Constraint): readonly { readonly element: IndexElement; readonly operator: string }[] {
  return (constraint.exclusions ?? []).flatMap((node) => {
    const [element, operator] = as(node, 'List')?.items ?? [];
    const key = as(element, 'IndexElem');
    return key ? [{ element: lowerIndexElement(key), operator: nameFrom(as(operator, 'List')?.items).name }] : [];
  });
}

const optionalName = (nodes: readonly Node[] | undefined): QualifiedName | null => (nodes ? nameFrom(nodes) : null);

function lowerIndexElement(element: IndexElem): IndexElement {
  return {
    column: element.name ?? null,
    expression: element.expr ? lowerExpression(element.expr) : null,
    operatorClass: optionalName(element.opclass),
    collation: optionalName(element.collation),
    descending: element.ordering === 'SORTBY_DESC',
    nulls: element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? 'first' : element.nulls_ordering === 'SORTBY_NULLS_LAST' ? 'last' : null,
  };
}

const elementsOf = (nodes: readonly Node[] | undefined): readonly IndexElement[] =>
  (nodes ?? []).flatMap((node) => {
    const element = as(node, 'IndexElem');
    return element ? [lowerIndexElement(element)] : [];
  });

export function lowerIndex(statement: IndexStmt): IndexDefinition {
  return {
    name: statement.idxname ?? null,
    table: relationName(statement.relation),
    unique: statement.unique ?? false,
    method: statement.accessMethod ?? 'btree',
    elements: elementsOf(statement.indexParams),
    include: elementsOf(statement.indexIncludingParams).flatMap(({ column }) => column ?? []),
    where: statement.whereClause ? lowerExpression(statement.whereClause) : null,
    nullsNotDistinct: statement.nulls_not_distinct ?? false,
  };
}

const STRATEGIES: Readonly<Record<string, PartitionKey['strategy']>> = {
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_HASH: 'hash',
};

export function lowerPartitionKey(spec: PartitionSpec): PartitionKey {
  const elements = (spec.partParams ?? []).flatMap((node): IndexElement[] => {
    const element = as(node, 'PartitionElem');
    if (!element) return [];
    return [
      {
        column: element.name ?? null,
        expression: element.expr ? lowerExpression(element.expr) : null,
        operatorClass: optionalName(element.opclass),
        collation: optionalName(element.collation),
        descending: false,
        nulls: null,
      },
    ];
  });
  return { strategy: STRATEGIES[spec.strategy ?? ''] ?? 'range', elements };
}
