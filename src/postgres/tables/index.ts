import type { EffectsByKind } from '../dispatch.ts';
import { createTable } from './create.ts';
import { dropTable } from './drop.ts';
import { analyze, cluster, lockTable, truncate, vacuum } from './maintenance.ts';
import { attachPartition, detachPartition } from './partitions.ts';
import { setInheritance, setRowSecurity, setTableProperty, setTriggerState } from './properties.ts';
import { renameTable, setTableSchema } from './rename.ts';

export const tableEffects = {
  createTable,
  dropTable,
  renameTable,
  setTableSchema,
  setTableProperty,
  setRowSecurity,
  setTriggerState,
  setInheritance,
  attachPartition,
  detachPartition,
  truncate,
  lockTable,
  vacuum,
  analyze,
  cluster,
} satisfies Partial<EffectsByKind>;
