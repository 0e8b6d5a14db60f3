import type { ColumnDef, Constraint, IndexElem, IndexStmt, Node, PartitionSpec } from 'libpg-query';
import type { Span } from '../../core/index.ts';
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition, IndexElement, PartitionKey, ReferentialAction } from '../../operation/index.ts';
import { elementSpan } from '../statements.ts';
import { lowerExpression } from './expression.ts';
import { as, type Context, nameFrom, relationName, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

const ACTIONS: Readonly<Record<string, ReferentialAction>> = { a: 'no action', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };

/** `span`: of the whole definition. */
export function lowerColumn(column: ColumnDef, context: Context, span: Span): ColumnDefinition {
  const name = column.colname ?? '';
  const constraints = (column.constraints ?? []).flatMap((node) => as(node, 'Constraint') ?? []);
  const byType = (type: string): Constraint | undefined => constraints.find(({ contype }) => contype === type);
  const deferral = constraints.filter(({ contype }) => contype?.startsWith('CONSTR_ATTR_'));
  const generated = byType('CONSTR_GENERATED');
  const identity = byType('CONSTR_IDENTITY');
  const defaultExpression = byType('CONSTR_DEFAULT')?.raw_expr;
  return {
    name,
    type: column.typeName ? lowerTypeName(column.typeName) : { schema: null, name: 'unknown', modifiers: [], dimensions: 0 },
    collation: column.collClause ? nameFrom(column.collClause.collname) : null,
    notNull: column.is_not_null === true || byType('CONSTR_NOTNULL') !== undefined,
    default: defaultExpression ? lowerExpression(defaultExpression) : null,
    generated: generated?.raw_expr ? { expression: lowerExpression(generated.raw_expr), storage: storageOf(generated, context, span) } : null,
    identity: identity ? (identity.generated_when === 'd' ? 'by default' : 'always') : null,
    constraints: constraints.flatMap((constraint) => lowerConstraint(withDeferral(constraint, deferral), context, span, name) ?? []),
    span,
  };
}

/** PostgreSQL 18 takes a missing keyword as VIRTUAL and older ones refuse it, so that it must be seen. */
function storageOf(generated: Constraint, context: Context, span: Span): 'stored' | 'virtual' | 'unspecified' {
  if (generated.generated_kind === 's') return 'stored';
  const written = context.tokens.some((token) => token.start >= span.start && token.end <= span.end && token.kind === 'word' && token.value === 'virtual');
  return written ? 'virtual' : 'unspecified';
}

/** `REFERENCES p DEFERRABLE` on a column: the attributes are constraints of their own in the tree. */
function withDeferral(constraint: Constraint, attributes: readonly Constraint[]): Constraint {
  if (attributes.length === 0) return constraint;
  const has = (type: string): boolean => attributes.some(({ contype }) => contype === type);
  return {
    ...constraint,
    deferrable: has('CONSTR_ATTR_DEFERRABLE') || has('CONSTR_ATTR_DEFERRED'),
    initdeferred: has('CONSTR_ATTR_DEFERRED'),
    ...(has('CONSTR_ATTR_NOT_ENFORCED') ? { is_enforced: false } : {}),
  };
}

/** Null for what is no constraint of its own: NULL, NOT NULL and DEFAULT of a column, deferral attributes. `column`: the column it stands in. */
export function lowerConstraint(constraint: Constraint, context: Context, span: Span, column: string | null): ConstraintDefinition | null {
  const own = constraint.location === undefined ? span : inside(span, elementSpan(context.tokens, context.offsetOf(constraint.location)));
  const base = {
    name: constraint.conname ?? null,
    deferrable: constraint.deferrable ?? false,
    initiallyDeferred: constraint.initdeferred ?? false,
    notValid: constraint.skip_validation ?? false,
    enforced: constraint.is_enforced ?? !CAN_BE_UNENFORCED.has(constraint.contype ?? ''),
    span: column === null ? span : own,
  };
  const columns = column === null ? stringsOf(constraint.keys) : [column];
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
      return { ...base, kind: 'primaryKey', columns: constraint.indexname ? [] : columns, usingIndex: constraint.indexname ?? null, withoutOverlaps: constraint.without_overlaps ?? false };
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
      return constraint.raw_expr ? { ...base, kind: 'check', expression: lowerExpression(constraint.raw_expr), noInherit: constraint.is_no_inherit ?? false } : null;
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
      return { ...base, kind: 'exclude', method: constraint.access_method ?? 'gist', elements: exclusionsOf(constraint), where: constraint.where_clause ? lowerExpression(constraint.where_clause) : null };
    default:
      return null;
  }
}

/** The grammar writes `is_enforced` on these only, and only when it is so. */
const CAN_BE_UNENFORCED: ReadonlySet<string> = new Set(['CONSTR_CHECK', 'CONSTR_FOREIGN']);

const inside = (outer: Span, inner: Span): Span => ({ start: Math.max(outer.start, inner.start), end: Math.min(outer.end, inner.end) });

function exclusionsOf(constraint: Constraint): readonly { readonly element: IndexElement; readonly operator: string }[] {
  return (constraint.exclusions ?? []).flatMap((node) => {
    const [element, operator] = as(node, 'List')?.items ?? [];
    const key = as(element, 'IndexElem');
    return key ? [{ element: lowerIndexElement(key), operator: nameFrom(as(operator, 'List')?.items).name }] : [];
  });
}

export function lowerIndexElement(element: IndexElem): IndexElement {
  return {
    column: element.name ?? null,
    expression: element.expr ? lowerExpression(element.expr) : null,
    operatorClass: element.opclass ? nameFrom(element.opclass) : null,
    collation: element.collation ? nameFrom(element.collation) : null,
    descending: element.ordering === 'SORTBY_DESC',
    nulls: element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? 'first' : element.nulls_ordering === 'SORTBY_NULLS_LAST' ? 'last' : null,
  };
}

const elementsOf = (nodes: readonly Node[] | undefined): readonly IndexElement[] => (nodes ?? []).flatMap((node) => {
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

const STRATEGIES: Readonly<Record<string, PartitionKey['strategy']>> = { PARTITION_STRATEGY_LIST: 'list', PARTITION_STRATEGY_RANGE: 'range', PARTITION_STRATEGY_HASH: 'hash' };

export function lowerPartitionKey(spec: PartitionSpec): PartitionKey {
  const elements = (spec.partParams ?? []).flatMap((node): IndexElement[] => {
    const element = as(node, 'PartitionElem');
    if (!element) return [];
    return [{ column: element.name ?? null, expression: element.expr ? lowerExpression(element.expr) : null, operatorClass: null, collation: null, descending: false, nulls: null }];
  });
  return { strategy: STRATEGIES[spec.strategy ?? ''] ?? 'range', elements };
}
