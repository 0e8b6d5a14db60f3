import type { Catalog } from '../catalog/index.ts';
import type { OperationKind, OperationOf } from '../operation/index.ts';
import type { Effects, Server } from './effects.ts';

/** What PostgreSQL does because of one kind of operation, given the database before it. */
export type EffectsOf<Kind extends OperationKind> = (operation: OperationOf<Kind>, catalog: Catalog, server: Server) => Effects;

/** One function a kind: the folders of this room each give a part of it. */
export type EffectsByKind = { readonly [Kind in OperationKind]: EffectsOf<Kind> };
