import type {
  AlterDomainStmt,
  AlterEnumStmt,
  AlterPolicyStmt,
  AlterPublicationStmt,
  AlterSeqStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreatePolicyStmt,
  CreatePublicationStmt,
  CreateSeqStmt,
  CreateStatsStmt,
  CreateTrigStmt,
  Node,
  ViewStmt,
} from 'libpg-query';
import type { Operation } from '../../operation/index.ts';
import { elementAt, lowerColumn, lowerConstraint } from './definition.ts';
import { lowerExpression } from './expression.ts';
import { baseOf } from '../base.ts';
import { lowerQuery } from './query.ts';
import { as, type Context, nameFrom, optionsOf, relationName, stringsOf } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

const optional = (node: Node | undefined): ReturnType<typeof lowerExpression> | null => (node ? lowerExpression(node) : null);

export const lowerCreateEnum = (statement: CreateEnumStmt, context: Context): readonly Operation[] => [
  { ...baseOf(context), kind: 'createEnum', type: nameFrom(statement.typeName), values: stringsOf(statement.vals) },
];

export function lowerAlterEnum(statement: AlterEnumStmt, context: Context): readonly Operation[] {
  const type = nameFrom(statement.typeName);
  if (statement.oldVal !== undefined) return [{ ...baseOf(context), kind: 'renameEnumValue', type, value: statement.oldVal, newValue: statement.newVal ?? '' }];
  const { newValNeighbor } = statement;
  const neighbour = newValNeighbor === undefined ? null : { value: newValNeighbor, side: statement.newValIsAfter ? ('after' as const) : ('before' as const) };
  return [{ ...baseOf(context), kind: 'addEnumValue', type, value: statement.newVal ?? '', ifNotExists: statement.skipIfNewValExists ?? false, neighbour }];
}

export function lowerCreateDomain(statement: CreateDomainStmt, context: Context): readonly Operation[] {
  const constraints = (statement.constraints ?? []).flatMap((node) => as(node, 'Constraint') ?? []);
  return [
    {
      ...baseOf(context),
      kind: 'createDomain',
      type: nameFrom(statement.domainname),
      base: statement.typeName ? lowerTypeName(statement.typeName) : { schema: null, name: 'unknown', modifiers: [], dimensions: 0 },
      notNull: constraints.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
      default: optional(constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr),
      constraints: constraints.flatMap((constraint) =>
        constraint.contype === 'CONSTR_CHECK' ? (lowerConstraint(constraint, elementAt(context, constraint.location), null) ?? []) : [],
      ),
    },
  ];
}

/** AlterDomainStmt.subtype is a letter (src/include/nodes/parsenodes.h). */
const DOMAIN_ACTIONS: Readonly<Record<string, Extract<Operation, { kind: 'alterDomain' }>['action']>> = {
  N: 'drop not null',
  O: 'set not null',
  C: 'add constraint',
  X: 'drop constraint',
  V: 'validate constraint',
};

export function lowerAlterDomain(statement: AlterDomainStmt, context: Context): readonly Operation[] {
  const constraint = as(statement.def, 'Constraint');
  const action = statement.subtype === 'T' ? (statement.def ? 'set default' : 'drop default') : (DOMAIN_ACTIONS[statement.subtype ?? ''] ?? 'set default');
  return [
    {
      ...baseOf(context),
      kind: 'alterDomain',
      type: nameFrom(statement.typeName),
      action: action === 'add constraint' && constraint?.contype === 'CONSTR_NOTNULL' ? 'set not null' : action,
      constraint: constraint ? lowerConstraint(constraint, elementAt(context, constraint.location), null) : null,
      constraintName: statement.name ?? constraint?.conname ?? null,
      default: action === 'set default' ? optional(statement.def) : null,
    },
  ];
}

export const lowerCompositeType = (statement: CompositeTypeStmt, context: Context): readonly Operation[] => [
  {
    ...baseOf(context),
    kind: 'createType',
    type: relationName(statement.typevar),
    form: 'composite',
    columns: (statement.coldeflist ?? []).flatMap((node) => {
      const column = as(node, 'ColumnDef');
      return column ? [lowerColumn(column, context, elementAt(context, column.location))] : [];
    }),
  },
];

export function lowerView(statement: ViewStmt, context: Context): readonly Operation[] {
  const select = as(statement.query, 'SelectStmt');
  if (!select)
    return [{ ...baseOf(context), kind: 'opaque', node: 'ViewStmt', because: 'a view over something other than a SELECT is not modelled', tables: [] }];
  const view = relationName(statement.view);
  const temporary = statement.view?.relpersistence === 't';
  return [
    {
      ...baseOf(context),
      kind: 'createView',
      view,
      materialized: false,
      replace: statement.replace ?? false,
      ifNotExists: false,
      columns: stringsOf(statement.aliases),
      query: lowerQuery(select),
      withData: true,
      temporary,
    },
  ];
}

type Owner = Extract<Operation, { kind: 'alterSequence' }>['ownedBy'];

function ownedBy(options: readonly Node[] | undefined): Owner {
  const option = optionsOf(options).find(({ defname }) => defname === 'owned_by');
  if (!option) return null;
  const parts = stringsOf(as(option.arg, 'List')?.items);
  if (parts.length < 2) return 'none';
  return { table: { schema: parts.length > 2 ? (parts.at(-3) ?? null) : null, name: parts.at(-2) ?? '' }, column: parts.at(-1) ?? '' };
}

export function lowerCreateSequence(statement: CreateSeqStmt, context: Context): readonly Operation[] {
  const owner = ownedBy(statement.options);
  return [
    {
      ...baseOf(context),
      kind: 'createSequence',
      sequence: relationName(statement.sequence),
      ifNotExists: statement.if_not_exists ?? false,
      ownedBy: owner === 'none' ? null : owner,
    },
  ];
}

export function lowerAlterSequence(statement: AlterSeqStmt, context: Context): readonly Operation[] {
  const options = optionsOf(statement.options);
  const type = as(options.find(({ defname }) => defname === 'as')?.arg, 'TypeName');
  const others = options.filter(({ defname }) => defname !== 'owned_by');
  return [
    {
      ...baseOf(context),
      kind: 'alterSequence',
      sequence: relationName(statement.sequence),
      ifExists: statement.missing_ok ?? false,
      ownedBy: ownedBy(statement.options),
      rewrites: others.length > 0,
      restart: options.some(({ defname }) => defname === 'restart'),
      type: type ? lowerTypeName(type) : null,
    },
  ];
}

/** Bits of CreateTrigStmt (src/include/catalog/pg_trigger.h). */
const TRIGGER_EVENTS = [
  [4, 'insert'],
  [8, 'delete'],
  [16, 'update'],
  [32, 'truncate'],
] as const;

export function lowerCreateTrigger(statement: CreateTrigStmt, context: Context): readonly Operation[] {
  const timing = statement.timing ?? 0;
  return [
    {
      ...baseOf(context),
      kind: 'createTrigger',
      table: relationName(statement.relation),
      trigger: statement.trigname ?? '',
      replace: statement.replace ?? false,
      constraint: statement.isconstraint ?? false,
      deferrable: statement.deferrable ?? false,
      initiallyDeferred: statement.initdeferred ?? false,
      timing: timing & 2 ? 'before' : timing & 64 ? 'instead of' : 'after',
      events: TRIGGER_EVENTS.flatMap(([bit, name]) => ((statement.events ?? 0) & bit ? [name] : [])),
      updateOf: stringsOf(statement.columns),
      forEachRow: statement.row ?? false,
      when: optional(statement.whenClause),
      function: nameFrom(statement.funcname),
    },
  ];
}

export const lowerCreatePolicy = (statement: CreatePolicyStmt, context: Context): readonly Operation[] => [
  {
    ...baseOf(context),
    kind: 'createPolicy',
    table: relationName(statement.table),
    policy: statement.policy_name ?? '',
    using: optional(statement.qual),
    check: optional(statement.with_check),
  },
];

export const lowerAlterPolicy = (statement: AlterPolicyStmt, context: Context): readonly Operation[] => [
  {
    ...baseOf(context),
    kind: 'alterPolicy',
    table: relationName(statement.table),
    policy: statement.policy_name ?? '',
    newName: null,
    using: optional(statement.qual),
    check: optional(statement.with_check),
  },
];

export function lowerStatistics(statement: CreateStatsStmt, context: Context): readonly Operation[] {
  const columns = (statement.exprs ?? []).flatMap((node) => as(node, 'StatsElem')?.name ?? []);
  const table = relationName(as(statement.relations?.[0], 'RangeVar'));
  return [{ ...baseOf(context), kind: 'createStatistics', table, name: statement.defnames ? nameFrom(statement.defnames) : null, columns }];
}

export function lowerPublication(
  statement: CreatePublicationStmt | AlterPublicationStmt,
  action: Extract<Operation, { kind: 'alterPublication' }>['action'],
  context: Context,
): readonly Operation[] {
  const tables = (statement.pubobjects ?? []).flatMap((node) => {
    const relation = as(node, 'PublicationObjSpec')?.pubtable?.relation;
    return relation ? [relationName(relation)] : [];
  });
  return [{ ...baseOf(context), kind: 'alterPublication', publication: statement.pubname ?? '', action, tables, allTables: statement.for_all_tables ?? false }];
}
