import type { Operation } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import type { Origin } from '../model.ts';

/** What a statement on rows proves about them. */
export const applyRows = (catalog: Catalog, _operation: Operation, _at: Origin): Catalog => catalog;
