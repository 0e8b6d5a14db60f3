import type { EffectsByKind } from '../dispatch.ts';
import { addColumn } from './add.ts';
import { alterColumnType } from './alter-type.ts';
import { dropDefault, setDefault } from './default.ts';
import { dropColumn } from './drop.ts';
import { dropNotNull, setNotNull } from './not-null.ts';
import { renameColumn, setColumnProperty, setGenerated, setIdentity } from './properties.ts';

/** Everything that ALTER TABLE does to a column. */
export const columnEffects = {
  addColumn,
  dropColumn,
  renameColumn,
  alterColumnType,
  setDefault,
  dropDefault,
  setNotNull,
  dropNotNull,
  setGenerated,
  setIdentity,
  setColumnProperty,
} satisfies Partial<EffectsByKind>;
