import { createHash, type Hash } from 'node:crypto';
import type { ReplayRequest } from '../engine/index.ts';

/** SHA-256 over texts, each with its length, so that none runs into the next. */
export function digest(...texts: readonly string[]): string {
  return createHash('sha256').update(spelled(texts)).digest('hex');
}

/** Half of a surrogate pair has no UTF-8 of its own: two texts would be spelled alike. */
function spelled(texts: readonly string[]): string | Uint8Array {
  const joined = texts.map((text) => `${text.length}:${text}`).join('');
  return joined.isWellFormed() ? joined : Buffer.from(`UTF-16 ${joined}`, 'utf16le');
}

/** What besides names and texts decides what a history does to the database. */
export const wayOf = ({ history, runner, server }: ReplayRequest): string => JSON.stringify([history, runner, server]);

/**
 * A key for each beginning of a history, that of its first n migrations. Each holds all that decides what the database is after
 * them: who we are, how files are run, and names and texts in their order.
 */
export class KeysOfBeginnings {
  readonly #migrations: ReplayRequest['migrations'];
  /** By the number of migrations that went into it. */
  readonly #states = new Map<number, Hash>();

  constructor(identity: string, way: string, migrations: ReplayRequest['migrations']) {
    this.#migrations = migrations;
    this.#states.set(0, createHash('sha256').update(spelled([identity, way])));
  }

  at(count: number): string {
    return this.#stateAt(count).copy().digest('hex');
  }

  #stateAt(count: number): Hash {
    const known = Math.max(...[...this.#states.keys()].filter((other) => other <= count));
    const state = this.#states.get(known);
    if (state === undefined || known === count) return state ?? createHash('sha256');
    const hash = state.copy().update(spelled(this.#migrations.slice(known, count).flatMap(({ name, text }) => [name, text])));
    this.#states.set(count, hash);
    return hash;
  }
}

/** The folder in which a history keeps what is known of it: it stays the same while migrations are added at its end. */
export const folderOf = ({ migrations: [first] }: Pick<ReplayRequest, 'migrations'>): string => digest(first?.name ?? '', first?.text ?? '').slice(0, 16);
