import { COLUMNS } from './columns.ts';
import { CONSTRAINTS } from './constraints.ts';
import { CORNERS } from './corners.ts';
import { INDEXES } from './indexes.ts';
import { OTHERS } from './others.ts';
import { PARTITIONS } from './partitions.ts';
import { TABLES } from './tables.ts';
import { TYPES } from './types.ts';
import type { History } from './history.ts';

export type { History } from './history.ts';

export const HISTORIES: readonly History[] = [...TABLES, ...COLUMNS, ...CONSTRAINTS, ...INDEXES, ...TYPES, ...PARTITIONS, ...OTHERS, ...CORNERS];
