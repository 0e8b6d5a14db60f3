import { LOCK_MODES, type LockMode } from '../operation/index.ts';
import type { Effects } from '../postgres/index.ts';
import type { BlockingWork, HeldLock } from './model.ts';

/** Higher is stronger. */
const strength = (mode: LockMode): number => LOCK_MODES.indexOf(mode);

const stronger = (a: LockMode, b: LockMode): LockMode => (strength(a) >= strength(b) ? a : b);

/** Strongest mode by relation, for relations that existed before the migration. */
export type LockTable = ReadonlyMap<string, LockMode>;

/** The locks that operations take together, as those of one statement. */
export function locksOf(effects: readonly Effects[]): LockTable {
  const locks = new Map<string, LockMode>();
  for (const { locks: taken } of effects)
    for (const lock of taken) if (lock.existing) locks.set(lock.table, stronger(lock.mode, locks.get(lock.table) ?? lock.mode));
  return locks;
}

/** Adds what a statement took to what its transaction holds already. */
export function hold(held: ReadonlyMap<string, HeldLock>, taken: LockTable, statement: number): ReadonlyMap<string, HeldLock> {
  let result: Map<string, HeldLock> | null = null;
  for (const [table, mode] of taken) {
    const old = held.get(table);
    if (old && strength(mode) <= strength(old.mode)) continue;
    result ??= new Map(held);
    result.set(table, { table, mode, sinceStatement: statement });
  }
  return result ?? held;
}

/** Follows a table that is renamed while it is locked. */
export function renameHeld(held: ReadonlyMap<string, HeldLock>, from: string, to: string): ReadonlyMap<string, HeldLock> {
  const lock = held.get(from);
  if (!lock || from === to) return held;
  const result = new Map(held);
  result.delete(from);
  result.set(to, { ...lock, table: to });
  return result;
}

const NO_WORK: readonly BlockingWork[] = [];

/**
 * Work on rows that production may hold, while a lock on that table keeps others waiting. SHARE and SHARE ROW EXCLUSIVE
 * conflict with ROW EXCLUSIVE, which every INSERT, UPDATE and DELETE takes; only ACCESS EXCLUSIVE conflicts with ACCESS
 * SHARE, which every SELECT takes (PostgreSQL manual, table 13.2).
 */
export function blockingWork(effects: Effects, own: LockTable, held: ReadonlyMap<string, HeldLock>): readonly BlockingWork[] {
  if (effects.work.length === 0) return NO_WORK;
  return effects.work.flatMap((work): readonly BlockingWork[] => {
    if (!work.existing || work.rows === 'none') return [];
    const ownMode = stronger(work.under, own.get(work.table) ?? work.under);
    const before = held.get(work.table);
    const heldStronger = before && strength(before.mode) > strength(ownMode) ? before : null;
    const mode = heldStronger?.mode ?? ownMode;
    if (strength(mode) < strength('SHARE')) return [];
    return [{ work, mode, heldSince: heldStronger?.sinceStatement ?? null, blocks: mode === 'ACCESS EXCLUSIVE' ? 'reads-and-writes' : 'writes' }];
  });
}
