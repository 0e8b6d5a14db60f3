import { createHash } from 'node:crypto';
import type { ReplayRequest } from '../engine/index.ts';

/** SHA-256 over texts, each with its length, so that none runs into the next. UTF-16, so that no two texts are spelled alike. */
export function digest(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`, 'utf16le').update(text, 'utf16le');
  return hash.digest('hex');
}

/** What besides names and texts decides what a history does to the database. */
export const wayOf = ({ history, runner, server }: ReplayRequest): string => JSON.stringify([history, runner, server]);

/**
 * A key for each beginning of a history: at `[n]` that of its first n migrations. Each holds all that decides what the database
 * is after them: who we are, how files are run, and names and texts in their order.
 */
export function keysOfBeginnings(identity: string, way: string, migrations: ReplayRequest['migrations']): readonly string[] {
  const keys = [digest(identity, way)];
  for (const { name, text } of migrations) keys.push(digest(keys.at(-1) ?? '', name, text));
  return keys;
}

/** The folder in which a history keeps what is known of it: it stays the same while migrations are added at its end. */
export const folderOf = ({ migrations: [first] }: Pick<ReplayRequest, 'migrations'>): string => digest(first?.name ?? '', first?.text ?? '').slice(0, 16);
