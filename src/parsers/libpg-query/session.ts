import type { LockStmt, Node, ReindexStmt, TransactionStmt, VacuumStmt, VariableSetStmt } from 'libpg-query';
import { LOCK_MODES, type Operation } from '../../operation/index.ts';
import { baseOf } from '../base.ts';
import { as, type Context, isTrue, nameFrom, optionsOf, relationName, stringOf } from './tree.ts';

type Action = Extract<Operation, { kind: 'transaction' }>['action'];
const TRANSACTION_ACTIONS: Readonly<Record<string, Action>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback to',
};

/** Null for two-phase commit. */
export function lowerTransaction(statement: TransactionStmt, context: Context): readonly Operation[] | null {
  const action = TRANSACTION_ACTIONS[statement.kind ?? ''];
  return action ? [{ ...baseOf(context), kind: 'transaction', action, name: statement.savepoint_name ?? null, chain: statement.chain ?? false }] : null;
}

export function lowerSetVariable(statement: VariableSetStmt, context: Context): readonly Operation[] {
  const value = statement.kind === 'VAR_SET_VALUE' || statement.kind === 'VAR_SET_MULTI' ? (statement.args ?? []).map(valueText).join(', ') : null;
  return [
    {
      ...baseOf(context),
      kind: 'setVariable',
      name: (statement.name ?? '').toLowerCase(),
      value,
      local: statement.is_local ?? false,
      all: statement.kind === 'VAR_RESET_ALL',
    },
  ];
}

/** `SET TRANSACTION ISOLATION LEVEL SERIALIZABLE` has options, the others constants and words. */
function valueText(node: Node): string {
  const option = as(node, 'DefElem');
  if (option) return `${option.defname ?? ''} = ${option.arg ? valueText(option.arg) : ''}`;
  const constant = as(node, 'A_Const');
  if (constant) {
    if (constant.sval) return constant.sval.sval ?? '';
    if (constant.ival) return String(constant.ival.ival ?? 0);
    if (constant.fval) return constant.fval.fval ?? '';
    if (constant.boolval) return String(constant.boolval.boolval ?? false);
  }
  const cast = as(node, 'TypeCast');
  return cast?.arg ? valueText(cast.arg) : '';
}

/** LockStmt.mode counts from 1 in the order of {@link LOCK_MODES}. */
export const lowerLock = (statement: LockStmt, context: Context): readonly Operation[] =>
  (statement.relations ?? []).flatMap((node): Operation[] => {
    const mode = LOCK_MODES[(statement.mode ?? 8) - 1] ?? 'ACCESS EXCLUSIVE';
    return [{ ...baseOf(context), kind: 'lockTable', table: relationName(as(node, 'RangeVar')), mode, nowait: statement.nowait ?? false }];
  });

export function lowerVacuum(statement: VacuumStmt, context: Context): readonly Operation[] {
  const tables = (statement.rels ?? []).flatMap((node) => as(node, 'VacuumRelation')?.relation ?? []).map(relationName);
  const full = isTrue(optionsOf(statement.options).find(({ defname }) => defname === 'full'));
  return (tables.length === 0 ? [null] : tables).map(
    (table): Operation => (statement.is_vacuumcmd ? { ...baseOf(context), kind: 'vacuum', table, full } : { ...baseOf(context), kind: 'analyze', table }),
  );
}

const REINDEX_TARGETS: Readonly<Record<string, Extract<Operation, { kind: 'reindex' }>['target']>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_SYSTEM: 'system',
  REINDEX_OBJECT_DATABASE: 'database',
};

export function lowerReindex(statement: ReindexStmt, context: Context): readonly Operation[] {
  const concurrently = isTrue(optionsOf(statement.params).find(({ defname }) => defname === 'concurrently'));
  const name = statement.relation ? relationName(statement.relation) : statement.name === undefined ? null : { schema: null, name: statement.name };
  return [{ ...baseOf(context), kind: 'reindex', target: REINDEX_TARGETS[statement.kind ?? ''] ?? 'index', name, concurrently }];
}

export const lowerSetConstraints = (constraints: readonly Node[] | undefined, deferred: boolean, context: Context): readonly Operation[] => [
  {
    ...baseOf(context),
    kind: 'setConstraints',
    deferred,
    names: (constraints ?? []).flatMap((node) =>
      as(node, 'RangeVar') ? [relationName(as(node, 'RangeVar'))] : stringOf(node) === null ? [] : [nameFrom([node])],
    ),
  },
];
