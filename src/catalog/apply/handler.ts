import type { OperationKind, OperationOf } from '../../operation/index.ts';
import type { Catalog } from '../catalog.ts';
import type { Origin } from '../model.ts';

/** The database after an operation of one kind. Never throws; what PostgreSQL would refuse changes nothing, or what can be told. */
export type Handler<Kind extends OperationKind> = (catalog: Catalog, operation: OperationByKind[Kind], at: Origin) => Catalog;

/** Keeps a kind and its operation together, so that handlers are found without casts. */
export type OperationByKind = { readonly [Kind in OperationKind]: OperationOf<Kind> };

export type Handlers = { readonly [Kind in OperationKind]: Handler<Kind> };

/** Nothing that the catalog describes changes. */
export const unchanged = (catalog: Catalog): Catalog => catalog;
