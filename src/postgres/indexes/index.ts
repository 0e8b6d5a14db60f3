import type { EffectsByKind } from '../dispatch.ts';
import { reindex, renameIndex, setIndexProperty } from './change.ts';
import { createIndex } from './create.ts';
import { dropIndex } from './drop.ts';

export const indexEffects = { createIndex, dropIndex, renameIndex, setIndexProperty, reindex } satisfies Partial<EffectsByKind>;
