import type { AlterTableCmd, AlterTableStmt, AlterTableType } from 'libpg-query';
import type { QualifiedName } from '../../core/index.ts';
import type { Operation } from '../../operation/index.ts';
import { afterAlterTarget, commaSeparated } from '../statements.ts';
import { type Base, baseOf } from '../base.ts';
import { elementAt, lowerColumn, lowerConstraint } from './definition.ts';
import { lowerExpression } from './expression.ts';
import { as, type Context, nameFrom, optionsOf, optionWord, relationName, relationsIn } from './tree.ts';
import { lowerTypeName } from './type-name.ts';

interface Action {
  readonly command: AlterTableCmd;
  readonly on: Base & { readonly table: QualifiedName; readonly tableIfExists: boolean; readonly only: boolean };
  readonly column: string;
  readonly context: Context;
}

export function lowerAlterTable(statement: AlterTableStmt, context: Context): readonly Operation[] {
  const table = relationName(statement.relation);
  const spans = commaSeparated(context.tokens, afterAlterTarget(context.tokens));
  const commands = (statement.cmds ?? []).flatMap((node) => as(node, 'AlterTableCmd') ?? []);
  return commands.flatMap((command, index): readonly Operation[] => {
    const span = commands.length === spans.length ? (spans[index] ?? context.span) : context.span;
    const base: Base = { span, conditional: context.conditional };
    if (statement.objtype === 'OBJECT_INDEX') return lowerIndexAction(command, table, base);
    if (statement.objtype === 'OBJECT_TYPE') return lowerTypeAction(command, table, base);
    if (statement.objtype === 'OBJECT_VIEW' || statement.objtype === 'OBJECT_SEQUENCE' || statement.objtype === 'OBJECT_MATVIEW')
      return lowerOtherAction(command, table, base, statement.objtype);
    const on = { ...base, table, tableIfExists: statement.missing_ok ?? false, only: statement.relation?.inh !== true };
    return lowerAction({ command, on, column: command.name ?? '', context });
  });
}

type Lowering = (action: Action) => readonly Operation[] | Operation | null;

function lowerAction(action: Action): readonly Operation[] {
  const { subtype } = action.command;
  const lowered = (subtype && ACTIONS[subtype]?.(action)) ?? null;
  if (lowered === null) return [opaqueAction(action)];
  return 'kind' in lowered ? [lowered] : lowered;
}

const opaqueAction = ({ command, on }: Action): Operation => ({
  kind: 'opaque',
  span: on.span,
  conditional: on.conditional,
  node: `AlterTableStmt:${command.subtype ?? '?'}`,
  because: 'this form of ALTER TABLE is not modelled',
  tables: [on.table, ...relationsIn(command)],
});

type Property = Extract<Operation, { kind: 'setTableProperty' }>['property'];
const property =
  (name: Property): Lowering =>
  ({ on, command }) => ({ ...on, kind: 'setTableProperty', property: name, values: valuesOf(command) });

function valuesOf(command: AlterTableCmd): readonly string[] {
  const options = as(command.def, 'List')?.items;
  if (options) return optionsOf(options).map(({ defname }) => defname ?? '');
  return command.name === undefined ? [] : [command.name];
}

const columnProperty =
  (name: Extract<Operation, { kind: 'setColumnProperty' }>['property']): Lowering =>
  ({ on, column }) => ({ ...on, kind: 'setColumnProperty', column, property: name });

const rowSecurity =
  (name: Extract<Operation, { kind: 'setRowSecurity' }>['action']): Lowering =>
  ({ on }) => ({ ...on, kind: 'setRowSecurity', action: name });

const triggerState =
  (scope: 'one' | 'all' | 'user', enabled: boolean, rule = false): Lowering =>
  ({ on, command }) => ({ ...on, kind: 'setTriggerState', trigger: scope === 'one' ? (command.name ?? null) : null, scope, enabled, rule });

const inheritance =
  (inherit: boolean): Lowering =>
  ({ on, command }) => ({ ...on, kind: 'setInheritance', parent: relationName(as(command.def, 'RangeVar')), inherit });

const detach =
  (finalize: boolean): Lowering =>
  ({ on, command }) => {
    const partition = as(command.def, 'PartitionCmd');
    return { ...on, kind: 'detachPartition', partition: relationName(partition?.name), concurrently: partition?.concurrent ?? false, finalize };
  };

const ACTIONS: Partial<Record<AlterTableType, Lowering>> = {
  AT_AddColumn: ({ on, command, context }) => {
    const definition = as(command.def, 'ColumnDef');
    if (!definition) return null;
    return {
      ...on,
      kind: 'addColumn',
      column: definition.colname ?? '',
      definition: lowerColumn(definition, context, elementAt(context, definition.location)),
      ifNotExists: command.missing_ok ?? false,
    };
  },
  AT_DropColumn: ({ on, column, command }) => ({
    ...on,
    kind: 'dropColumn',
    column,
    ifExists: command.missing_ok ?? false,
    cascade: command.behavior === 'DROP_CASCADE',
  }),
  AT_ColumnDefault: ({ on, column, command }) =>
    command.def ? { ...on, kind: 'setDefault', column, expression: lowerExpression(command.def) } : { ...on, kind: 'dropDefault', column },
  AT_SetNotNull: ({ on, column }) => ({ ...on, kind: 'setNotNull', column }),
  AT_DropNotNull: ({ on, column }) => ({ ...on, kind: 'dropNotNull', column }),
  AT_AlterColumnType: ({ on, column, command }) => {
    const definition = as(command.def, 'ColumnDef');
    if (!definition?.typeName) return null;
    const using = definition.raw_default ? lowerExpression(definition.raw_default) : null;
    return {
      ...on,
      kind: 'alterColumnType',
      column,
      type: lowerTypeName(definition.typeName),
      using,
      collation: definition.collClause ? nameFrom(definition.collClause.collname) : null,
    };
  },
  AT_SetExpression: ({ on, column, command }) => ({
    ...on,
    kind: 'setGenerated',
    column,
    expression: command.def ? lowerExpression(command.def) : null,
    ifExists: false,
  }),
  AT_DropExpression: ({ on, column, command }) => ({ ...on, kind: 'setGenerated', column, expression: null, ifExists: command.missing_ok ?? false }),
  AT_AddIdentity: ({ on, column, command }) => ({
    ...on,
    kind: 'setIdentity',
    column,
    action: 'add',
    identity: as(command.def, 'Constraint')?.generated_when === 'd' ? 'by default' : 'always',
    ifExists: false,
  }),
  AT_SetIdentity: ({ on, column, command }) => ({ ...on, kind: 'setIdentity', column, action: 'set', identity: identityOf(command), ifExists: false }),
  AT_DropIdentity: ({ on, column, command }) => ({ ...on, kind: 'setIdentity', column, action: 'drop', identity: null, ifExists: command.missing_ok ?? false }),
  AT_SetStatistics: columnProperty('statistics'),
  AT_SetStorage: columnProperty('storage'),
  AT_SetCompression: columnProperty('compression'),
  AT_SetOptions: columnProperty('options'),
  AT_ResetOptions: columnProperty('options'),
  AT_AddConstraint: ({ on, command, context }) => {
    const written = as(command.def, 'Constraint');
    const constraint = written && lowerConstraint(written, elementAt(context, written.location), null);
    return constraint ? { ...on, kind: 'addConstraint', constraint } : null;
  },
  AT_DropConstraint: ({ on, column, command }) => ({
    ...on,
    kind: 'dropConstraint',
    constraint: column,
    ifExists: command.missing_ok ?? false,
    cascade: command.behavior === 'DROP_CASCADE',
  }),
  AT_ValidateConstraint: ({ on, column }) => ({ ...on, kind: 'validateConstraint', constraint: column }),
  AT_AlterConstraint: ({ on, command }) => {
    const change = as(command.def, 'ATAlterConstraint');
    if (!change) return null;
    const deferral = change.alterDeferrability ?? false;
    return {
      ...on,
      kind: 'alterConstraint',
      constraint: change.conname ?? '',
      deferrable: deferral ? (change.deferrable ?? false) : null,
      initiallyDeferred: deferral ? (change.initdeferred ?? false) : null,
      enforced: change.alterEnforceability ? (change.is_enforced ?? false) : null,
    };
  },
  AT_ChangeOwner: ({ on }) => ({ ...baseOf(on), kind: 'alterObject', objectType: 'table', name: on.table, action: 'owner', newName: null }),
  AT_ClusterOn: property('cluster on'),
  AT_DropCluster: property('without cluster'),
  AT_SetLogged: property('logged'),
  AT_SetUnLogged: property('unlogged'),
  AT_DropOids: property('without oids'),
  AT_SetAccessMethod: property('access method'),
  AT_SetTableSpace: property('tablespace'),
  AT_SetRelOptions: property('options'),
  AT_ResetRelOptions: property('options'),
  AT_GenericOptions: property('options'),
  AT_AlterColumnGenericOptions: columnProperty('options'),
  AT_ReplicaIdentity: ({ on, command }) => {
    const identity = as(command.def, 'ReplicaIdentityStmt');
    return { ...on, kind: 'setTableProperty', property: 'replica identity', values: identity?.name === undefined ? [] : [identity.name] };
  },
  AT_AddOf: property('of type'),
  AT_DropOf: property('not of type'),
  AT_EnableTrig: triggerState('one', true),
  AT_EnableAlwaysTrig: triggerState('one', true),
  AT_EnableReplicaTrig: triggerState('one', true),
  AT_DisableTrig: triggerState('one', false),
  AT_EnableTrigAll: triggerState('all', true),
  AT_DisableTrigAll: triggerState('all', false),
  AT_EnableTrigUser: triggerState('user', true),
  AT_DisableTrigUser: triggerState('user', false),
  AT_EnableRule: triggerState('one', true, true),
  AT_EnableAlwaysRule: triggerState('one', true, true),
  AT_EnableReplicaRule: triggerState('one', true, true),
  AT_DisableRule: triggerState('one', false, true),
  AT_AddInherit: inheritance(true),
  AT_DropInherit: inheritance(false),
  AT_EnableRowSecurity: rowSecurity('enable'),
  AT_DisableRowSecurity: rowSecurity('disable'),
  AT_ForceRowSecurity: rowSecurity('force'),
  AT_NoForceRowSecurity: rowSecurity('no force'),
  AT_AttachPartition: ({ on, command }) => {
    const partition = as(command.def, 'PartitionCmd');
    return { ...on, kind: 'attachPartition', partition: relationName(partition?.name), isDefault: partition?.bound?.is_default ?? false, bound: null };
  },
  AT_DetachPartition: detach(false),
  AT_DetachPartitionFinalize: detach(true),
};

function identityOf(command: AlterTableCmd): 'always' | 'by default' | null {
  const option = optionsOf(as(command.def, 'List')?.items).find(({ defname }) => defname === 'generated');
  if (!option) return null;
  return optionWord(option) === String('d'.charCodeAt(0)) ? 'by default' : 'always';
}

function lowerIndexAction(command: AlterTableCmd, index: QualifiedName, base: Base): readonly Operation[] {
  switch (command.subtype) {
    case 'AT_AttachPartition':
      return [{ ...base, kind: 'setIndexProperty', index, property: 'attach partition', partition: relationName(as(command.def, 'PartitionCmd')?.name) }];
    case 'AT_SetTableSpace':
      return [{ ...base, kind: 'setIndexProperty', index, property: 'tablespace', partition: null }];
    case 'AT_SetStatistics':
      return [{ ...base, kind: 'setIndexProperty', index, property: 'statistics', partition: null }];
    default:
      return [{ ...base, kind: 'setIndexProperty', index, property: 'options', partition: null }];
  }
}

function lowerTypeAction(command: AlterTableCmd, type: QualifiedName, base: Base): readonly Operation[] {
  const action = command.subtype === 'AT_AddColumn' ? 'add' : command.subtype === 'AT_DropColumn' ? 'drop' : 'alter';
  return [{ ...base, kind: 'alterCompositeType', type, action, attribute: as(command.def, 'ColumnDef')?.colname ?? command.name ?? '' }];
}

function lowerOtherAction(
  command: AlterTableCmd,
  name: QualifiedName,
  base: Base,
  type: 'OBJECT_VIEW' | 'OBJECT_SEQUENCE' | 'OBJECT_MATVIEW',
): readonly Operation[] {
  const objectType = type === 'OBJECT_VIEW' ? 'view' : type === 'OBJECT_MATVIEW' ? 'materialized view' : 'sequence';
  return [{ ...base, kind: 'alterObject', objectType, name, action: command.subtype === 'AT_ChangeOwner' ? 'owner' : 'other', newName: null }];
}
