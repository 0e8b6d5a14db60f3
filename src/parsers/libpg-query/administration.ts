import type { Node } from 'libpg-query';
import type { Operation } from '../../operation/index.ts';
import { baseOf } from '../base.ts';
import { as, type Context, kindOf, type NodeKind, optionsOf, optionWord } from './tree.ts';

/** Statements without effect on tables, rows or clients, as PostgreSQL's command tags have them. */
const COMMANDS: Partial<Record<NodeKind, string>> = {
  AlterDatabaseRefreshCollStmt: 'ALTER DATABASE',
  AlterDatabaseSetStmt: 'ALTER DATABASE',
  AlterDatabaseStmt: 'ALTER DATABASE',
  AlterDefaultPrivilegesStmt: 'ALTER DEFAULT PRIVILEGES',
  AlterFdwStmt: 'ALTER FOREIGN DATA WRAPPER',
  AlterForeignServerStmt: 'ALTER SERVER',
  AlterOpFamilyStmt: 'ALTER OPERATOR FAMILY',
  AlterOperatorStmt: 'ALTER OPERATOR',
  AlterRoleSetStmt: 'ALTER ROLE',
  AlterRoleStmt: 'ALTER ROLE',
  AlterSubscriptionStmt: 'ALTER SUBSCRIPTION',
  AlterSystemStmt: 'ALTER SYSTEM',
  AlterTSConfigurationStmt: 'ALTER TEXT SEARCH CONFIGURATION',
  AlterTSDictionaryStmt: 'ALTER TEXT SEARCH DICTIONARY',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
  AlterUserMappingStmt: 'ALTER USER MAPPING',
  CheckPointStmt: 'CHECKPOINT',
  ClosePortalStmt: 'CLOSE CURSOR',
  CreateAmStmt: 'CREATE ACCESS METHOD',
  CreateCastStmt: 'CREATE CAST',
  CreateConversionStmt: 'CREATE CONVERSION',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER',
  CreateForeignServerStmt: 'CREATE SERVER',
  CreateOpClassStmt: 'CREATE OPERATOR CLASS',
  CreateOpFamilyStmt: 'CREATE OPERATOR FAMILY',
  CreatePLangStmt: 'CREATE LANGUAGE',
  CreateRoleStmt: 'CREATE ROLE',
  CreateSubscriptionStmt: 'CREATE SUBSCRIPTION',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  CreateTransformStmt: 'CREATE TRANSFORM',
  CreateUserMappingStmt: 'CREATE USER MAPPING',
  CreatedbStmt: 'CREATE DATABASE',
  DeallocateStmt: 'DEALLOCATE',
  DiscardStmt: 'DISCARD',
  DropRoleStmt: 'DROP ROLE',
  DropSubscriptionStmt: 'DROP SUBSCRIPTION',
  DropTableSpaceStmt: 'DROP TABLESPACE',
  DropUserMappingStmt: 'DROP USER MAPPING',
  DropdbStmt: 'DROP DATABASE',
  ListenStmt: 'LISTEN',
  LoadStmt: 'LOAD',
  NotifyStmt: 'NOTIFY',
  ReassignOwnedStmt: 'REASSIGN OWNED',
  SecLabelStmt: 'SECURITY LABEL',
  UnlistenStmt: 'UNLISTEN',
  VariableShowStmt: 'SHOW',
};

const COMMAND_OF: ReadonlyMap<string, string> = new Map(Object.entries(COMMANDS));

/** Kinds of objects of CREATE … (definition), which have no statement of their own in the grammar. */
const DEFINED: Readonly<Record<string, string>> = {
  OBJECT_AGGREGATE: 'CREATE AGGREGATE',
  OBJECT_COLLATION: 'CREATE COLLATION',
  OBJECT_OPERATOR: 'CREATE OPERATOR',
  OBJECT_TSCONFIGURATION: 'CREATE TEXT SEARCH CONFIGURATION',
  OBJECT_TSDICTIONARY: 'CREATE TEXT SEARCH DICTIONARY',
  OBJECT_TSPARSER: 'CREATE TEXT SEARCH PARSER',
  OBJECT_TSTEMPLATE: 'CREATE TEXT SEARCH TEMPLATE',
};

/** Statements that call PreventInTransactionBlock() whatever they say (src/backend/tcop/utility.c). */
const ALWAYS_OUTSIDE: ReadonlySet<string> = new Set(['AlterSystemStmt', 'CreatedbStmt', 'DropdbStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt']);

/** Null for statements that are more than administration, and for those that nobody knows. */
export function lowerAdministration(node: Node, context: Context): readonly Operation[] | null {
  const command = commandOf(node);
  return command === null ? null : [{ ...baseOf(context), kind: 'administer', command, outsideTransaction: runsOutside(node) }];
}

function commandOf(node: Node): string | null {
  const definition = as(node, 'DefineStmt');
  if (definition) return DEFINED[definition.kind ?? ''] ?? null;
  const role = as(node, 'GrantRoleStmt');
  if (role) return role.is_grant ? 'GRANT ROLE' : 'REVOKE ROLE';
  return COMMAND_OF.get(kindOf(node)) ?? null;
}

function runsOutside(node: Node): boolean {
  if (ALWAYS_OUTSIDE.has(kindOf(node))) return true;
  const option = (name: string): string | null => optionWord(optionsOf(as(node, 'CreateSubscriptionStmt')?.options).find(({ defname }) => defname === name));
  // Without a replication slot, nothing is done at the other server that could not be rolled back.
  if (as(node, 'CreateSubscriptionStmt')) return option('connect') !== 'false' && option('create_slot') !== 'false';
  if (as(node, 'AlterDatabaseStmt')) return optionsOf(as(node, 'AlterDatabaseStmt')?.options).some(({ defname }) => defname === 'tablespace');
  return as(node, 'DropSubscriptionStmt') !== undefined || as(node, 'DiscardStmt')?.target === 'DISCARD_ALL';
}
