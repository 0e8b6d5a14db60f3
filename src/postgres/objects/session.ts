import { combine, fails } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { NO_EFFECTS } from '../effects.ts';

/** Statements without effect on tables, rows or clients by themselves; what transactions make of them is the runner's. */
export const nothing = (): typeof NO_EFFECTS => NO_EFFECTS;

/** The statements inside are operations of their own. A guard raises on rows that it looks for; text put together at run time says nothing beforehand. */
export const doBlock: EffectsOf<'doBlock'> = (operation) => {
  const guarded =
    operation.guards.length > 0 ? [fails({ what: 'not-allowed', reason: 'the block raises an exception on rows that it looks for' }, 'P0001', 'data')] : [];
  return { ...combine({ fails: guarded }), unknown: operation.dynamic };
};

/** A procedure may do anything. */
export const callProcedure: EffectsOf<'callProcedure'> = () => ({ ...NO_EFFECTS, unknown: true });

/** Not modelled: nobody can tell. */
export const opaque: EffectsOf<'opaque'> = (operation) => ({ ...NO_EFFECTS, unknown: true, notes: [operation.because] });
