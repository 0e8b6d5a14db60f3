import type { Statement } from 'pgsql-ast-parser';
import type { Operation } from '../../operation/index.ts';
import { lowerAlterTable } from './alter-table.ts';
import { lowerCreateIndex, lowerCreateTable } from './create-table.ts';
import { lowerCreateFunction } from './function.ts';
import {
  lowerAlterEnum,
  lowerAlterIndex,
  lowerAlterSequence,
  lowerComment,
  lowerCompositeType,
  lowerCreateEnum,
  lowerCreateSequence,
  lowerDrop,
  lowerDropFunction,
  lowerView,
} from './objects.ts';
import { lowerRows } from './rows.ts';
import { lowerSet, lowerSetTimeZone } from './session.ts';
import { baseOf, type Context, fail, nameOf, qualified } from './tree.ts';

/** The operations of one statement. Throws {@link NotUnderstood} where the tree says too little. */
export function lowerStatement(statement: Statement, context: Context): readonly Operation[] {
  return lowerRows(statement, context) ?? lowerDefinition(statement, context) ?? lowerRest(statement, context);
}

function lowerDefinition(statement: Statement, context: Context): readonly Operation[] | null {
  switch (statement.type) {
    case 'create table':
      return lowerCreateTable(statement, context);
    case 'alter table':
      return lowerAlterTable(statement, context);
    case 'create index':
      return lowerCreateIndex(statement, context);
    case 'alter index':
      return lowerAlterIndex(statement, context);
    case 'drop table':
    case 'drop index':
    case 'drop sequence':
    case 'drop type':
    case 'drop trigger':
      return lowerDrop(statement, context);
    case 'create enum':
      return lowerCreateEnum(statement, context);
    case 'alter enum':
      return lowerAlterEnum(statement, context);
    case 'create composite type':
      return lowerCompositeType(statement, context);
    case 'create view':
    case 'create materialized view':
      return lowerView(statement, context);
    case 'create sequence':
      return lowerCreateSequence(statement, context);
    case 'alter sequence':
      return lowerAlterSequence(statement, context);
    case 'create function':
      return lowerCreateFunction(statement, context);
    case 'drop function':
      return lowerDropFunction(statement, context);
    case 'comment':
      return lowerComment(statement, context);
    default:
      return null;
  }
}

function lowerRest(statement: Statement, context: Context): readonly Operation[] {
  const base = baseOf(context);
  switch (statement.type) {
    case 'refresh materialized view': {
      const { name, concurrently = false, withData = true } = statement;
      return [{ ...base, kind: 'refreshMaterializedView', view: qualified(name), concurrently, withData }];
    }
    case 'create schema':
      return [{ ...base, kind: 'createSchema', schema: nameOf(statement.name), ifNotExists: statement.ifNotExists ?? false }];
    case 'create extension': {
      const schema = statement.schema ? nameOf(statement.schema) : null;
      return [{ ...base, kind: 'createExtension', extension: nameOf(statement.extension), ifNotExists: statement.ifNotExists ?? false, schema }];
    }
    case 'begin':
    case 'start transaction':
      return [{ ...base, kind: 'transaction', action: 'begin', name: null, chain: false }];
    case 'commit':
    case 'rollback':
      return [{ ...base, kind: 'transaction', action: statement.type, name: null, chain: false }];
    case 'set':
      return lowerSet(nameOf(statement.variable), statement.scope === 'local', context);
    case 'set timezone':
      return lowerSetTimeZone(context);
    case 'show':
      return [{ ...base, kind: 'administer', command: 'SHOW', outsideTransaction: false }];
    case 'deallocate':
      return [{ ...base, kind: 'administer', command: 'DEALLOCATE', outsideTransaction: false }];
    case 'do':
      return fail('the body of a DO block');
    default:
      return fail(`${statement.type.toUpperCase()} statements`);
  }
}
