import type { EffectsByKind } from '../dispatch.ts';
import { alterDomain, createDomain } from './domains.ts';
import { dropType } from './drop-type.ts';
import { addEnumValue, alterCompositeType, createEnum, createType, renameEnumValue, renameType } from './enums.ts';
import { createExtension, dropExtension } from './extensions.ts';
import { alterFunction, createFunction, dropFunction } from './functions.ts';
import { alterObject, alterPublication, comment, createStatistics, dropObject, dropStatistics, grant } from './others.ts';
import { createSchema, dropSchema, renameSchema } from './schemas.ts';
import { alterSequence, createSequence, dropSequence, renameSequence } from './sequences.ts';
import { callProcedure, doBlock, nothing, opaque } from './session.ts';
import { alterPolicy, createPolicy, createRule, createTrigger, dropPolicy, dropRule, dropTrigger, renameTrigger } from './triggers.ts';
import { createView, dropView, refreshMaterializedView, renameView } from './views.ts';

export const objectEffects = {
  createEnum,
  addEnumValue,
  renameEnumValue,
  createDomain,
  alterDomain,
  createType,
  alterCompositeType,
  dropType,
  renameType,
  createSchema,
  dropSchema,
  renameSchema,
  createView,
  dropView,
  renameView,
  refreshMaterializedView,
  createSequence,
  alterSequence,
  dropSequence,
  renameSequence,
  createFunction,
  dropFunction,
  alterFunction,
  createTrigger,
  dropTrigger,
  renameTrigger,
  createPolicy,
  alterPolicy,
  dropPolicy,
  createRule,
  dropRule,
  createEventTrigger: nothing,
  createExtension,
  dropExtension,
  createStatistics,
  dropStatistics,
  alterPublication,
  alterObject,
  dropObject,
  comment,
  grant,
  administer: nothing,
  transaction: nothing,
  setVariable: nothing,
  setConstraints: nothing,
  doBlock,
  callProcedure,
  opaque,
} satisfies Partial<EffectsByKind>;
