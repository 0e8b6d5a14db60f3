import type { RunnerName } from '../core/index.ts';
import type { Effects, Work } from '../postgres/index.ts';
import type { Catalog } from '../catalog/index.ts';
import type { LockMode, Operation, Statement } from '../operation/index.ts';

/** How migration files reach PostgreSQL, and how we know. */
export interface Runner {
  readonly name: RunnerName;
  /** "prisma 6.16.1 (package-lock.json)". */
  readonly because: string;
  readonly prismaVersion: string | null;
}

/** The transaction that a statement runs in. Ids count from 0 in the file. */
export interface Transaction {
  readonly id: number;
  /** Opened by BEGIN, not by the runner or by PostgreSQL's implicit block. */
  readonly explicit: boolean;
  /** PostgreSQL treats it as a transaction block: CONCURRENTLY, VACUUM and the like refuse to run (25001). */
  readonly block: boolean;
}

/** How one file is cut into transactions. */
export interface ExecutionPlan {
  /** By statement index. */
  readonly transactions: readonly Transaction[];
  /** The file goes to the server as one message, so that its statements share an implicit transaction. */
  readonly wholeFile: boolean;
  /** Prisma ≥ 7.4 would send each statement alone, but cannot parse this one (index), so the whole file goes at once. */
  readonly unsplittable: number | null;
}

/** A lock that an earlier statement of the same transaction took and that is still held. */
export interface HeldLock {
  readonly table: string;
  readonly mode: LockMode;
  /** Index of the statement that took it. */
  readonly sinceStatement: number;
}

/** Work on a table that existed before the migration, while a lock keeps others waiting. */
export interface BlockingWork {
  readonly work: Work;
  /** The strongest lock on that table by then: its own, or one held from before. */
  readonly mode: LockMode;
  /** The earlier statement that took that lock, or null when this operation takes it itself. */
  readonly heldSince: number | null;
  readonly blocks: 'reads-and-writes' | 'writes';
}

/** One operation, executed: what it found, what it does, what it leaves. */
export interface Step {
  readonly statement: Statement;
  readonly operation: Operation;
  readonly before: Catalog;
  readonly after: Catalog;
  /** Including failures that depend on the transaction it runs in. */
  readonly effects: Effects;
  readonly transaction: Transaction;
  /** Strongest per table. */
  readonly heldLocks: readonly HeldLock[];
  /** Work proportional to rows of existing tables under SHARE or stronger. */
  readonly blocking: readonly BlockingWork[];
}
