import type { Table } from '../../catalog/index.ts';
import type { IndexElement } from '../../operation/index.ts';
import { refusal } from '../build.ts';
import type { Failure } from '../effects.ts';

/** 0A000: a unique key of a partitioned table must hold all partitioning columns (DefineIndex(), indexcmds.c). */
export function missingPartitionKey(table: Table, elements: readonly IndexElement[]): readonly Failure[] {
  const keys = table.partitionedBy?.elements ?? [];
  const covered = keys.every((key) => key.column !== null && elements.some((element) => element.column === key.column));
  return covered ? [] : [refusal('a unique key of a partitioned table must include all partitioning columns', '0A000')];
}
