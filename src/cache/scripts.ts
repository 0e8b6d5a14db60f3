import { deserialize, serialize } from 'node:v8';
import type { Script } from '../operation/index.ts';
import { OnDemandParser, type Parser } from '../parsers/index.ts';
import { digest } from './keys.ts';
import type { Store } from './store.ts';

const FILE = 'scripts';
/** So few are parsed sooner than all that is kept is read, or written. */
const FEW = 8;
/** Bytes from which on those that this run did not need are dropped. */
const LARGE = 64 * 1024 * 1024;

/** A parser that remembers what it read in earlier runs, by the text. */
export class RememberingParser implements Parser {
  readonly name: Parser['name'];
  readonly #parser: Parser;
  readonly #store: Store;
  readonly #identity: string;
  #packed: ReadonlyMap<string, Uint8Array> | null = null;
  #parsed = 0;
  readonly #used = new Map<string, Uint8Array>();
  readonly #added = new Map<string, Uint8Array>();

  constructor(parser: Parser, store: Store, identity: string) {
    this.name = parser.name;
    this.#parser = parser;
    this.#store = store;
    this.#identity = identity;
  }

  parse(text: string): Script {
    if (this.#parsed++ < FEW || this.#isPlain(text)) return this.#parser.parse(text);
    const key = digest(this.#identity, text);
    this.#packed ??= unpack(this.#store.read(FILE));
    const packed = this.#packed.get(key);
    if (packed !== undefined) {
      this.#used.set(key, packed);
      return deserialize(packed);
    }
    const script = this.#parser.parse(text);
    this.#added.set(key, serialize(script));
    return script;
  }

  /** Read in no more time than it takes to look it up. */
  #isPlain(text: string): boolean {
    return this.#parser instanceof OnDemandParser && !this.#parser.needsGrammar(text);
  }

  /** Keeps what was read in this run. */
  close(): void {
    if (this.#added.size < FEW) return;
    const old = this.#packed ?? new Map<string, Uint8Array>();
    const size = [...old.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    this.#store.write(FILE, pack(new Map([...(size > LARGE ? this.#used : old), ...this.#added])));
  }
}

/** A list of keys with lengths, and what they stand for. */
function pack(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const list = Buffer.from(JSON.stringify([...entries].map(([key, bytes]) => [key, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...entries.values()]);
}

function unpack(packed: Uint8Array | null): ReadonlyMap<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  if (packed === null) return entries;
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 4 + bytes.readUInt32LE(0);
  const list: readonly (readonly [string, number])[] = JSON.parse(bytes.toString('utf8', 4, at));
  for (const [key, length] of list) {
    entries.set(key, bytes.subarray(at, at + length));
    at += length;
  }
  return entries;
}
