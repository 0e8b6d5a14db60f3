import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Files of one folder, each under a seal of its name and content. Never throws and never waits: what is missing, foreign, cut
 * off or damaged is not there, and what cannot be written is not kept.
 */
export class Store {
  readonly #folder: string;

  /** Absolute; need not exist. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Names of the files below, by `folder/name`. */
  names(folder: string): readonly string[] {
    return attempt(() => readdirSync(join(this.#folder, folder)), []);
  }

  read(name: string): Uint8Array | null {
    return attempt(() => {
      const bytes = readFileSync(join(this.#folder, name));
      const content = bytes.subarray(SEAL);
      return bytes.length >= SEAL && sealOf(name, content).equals(bytes.subarray(0, SEAL)) ? content : null;
    }, null);
  }

  /** Writes beside and renames, so that another process reads the old file or the new one. */
  write(name: string, content: Uint8Array): void {
    const path = join(this.#folder, name);
    const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
    attempt(() => {
      makeFolder(dirname(path));
      writeFileSync(draft, Buffer.concat([sealOf(name, content), content]));
      renameSync(draft, path);
    }, undefined);
    attempt(() => rmSync(draft, { force: true }), undefined);
  }

  /** Removes all but the newest files of a folder that end so. */
  keepNewest(folder: string, ending: string, most: number): void {
    const old = this.names(folder)
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ path: join(this.#folder, folder, name), time: attempt(() => statSync(join(this.#folder, folder, name)).mtimeMs, 0) }))
      .sort((a, b) => b.time - a.time)
      .slice(most);
    for (const { path } of old) attempt(() => rmSync(path, { force: true }), undefined);
  }
}

/** Bytes of SHA-256. */
const SEAL = 32;

const sealOf = (name: string, content: Uint8Array): Buffer => createHash('sha256').update(`${name}\0`).update(content).digest();

/** Folder by folder: on file systems that make none (/proc), the recursive form of mkdir never returns in Node 20. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  if (!existsSync(folder)) mkdirSync(folder);
}

function attempt<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work();
  } catch {
    return otherwise;
  }
}
