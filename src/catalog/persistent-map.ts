const BUCKETS = 64;

export type Buckets<Value> = readonly (ReadonlyMap<string, Value> | undefined)[];

/**
 * An immutable map from strings with shared structure: a change copies one bucket, not the map, so that a replay of
 * thousands of statements over hundreds of tables keeps every version at small cost. Iterates in no special order.
 */
export class PersistentMap<Value> {
  static readonly #empty = new PersistentMap<never>([], 0);
  readonly #buckets: Buckets<Value>;
  readonly size: number;

  private constructor(buckets: Buckets<Value>, size: number) {
    this.#buckets = buckets;
    this.size = size;
  }

  static empty<Value>(): PersistentMap<Value> {
    return PersistentMap.#empty;
  }

  /** The map that {@link buckets} told of. */
  static of<Value>(buckets: Buckets<Value>): PersistentMap<Value> {
    const size = buckets.reduce((sum, bucket) => sum + (bucket?.size ?? 0), 0);
    return size === 0 ? PersistentMap.#empty : new PersistentMap(buckets, size);
  }

  /** What it is made of. Two versions of a map share what is equal in them. */
  get buckets(): Buckets<Value> {
    return this.#buckets;
  }

  get(key: string): Value | undefined {
    return this.#buckets[bucketOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.#buckets[bucketOf(key)]?.has(key) ?? false;
  }

  set(key: string, value: Value): PersistentMap<Value> {
    const at = bucketOf(key);
    const old = this.#buckets[at];
    const had = old?.has(key) ?? false;
    if (had && old?.get(key) === value) return this;
    const bucket = new Map(old);
    bucket.set(key, value);
    return this.#with(at, bucket, this.size + (had ? 0 : 1));
  }

  delete(key: string): PersistentMap<Value> {
    const at = bucketOf(key);
    const old = this.#buckets[at];
    if (!old?.has(key)) return this;
    const bucket = new Map(old);
    bucket.delete(key);
    return this.#with(at, bucket, this.size - 1);
  }

  *values(): IterableIterator<Value> {
    for (const bucket of this.#buckets) if (bucket) for (const value of bucket.values()) yield value;
  }

  *entries(): IterableIterator<[string, Value]> {
    for (const bucket of this.#buckets) if (bucket) for (const entry of bucket) yield entry;
  }

  /** The map with every value replaced; a value returned as it was keeps its bucket. */
  map(change: (value: Value) => Value): PersistentMap<Value> {
    let result: PersistentMap<Value> = this;
    for (const [key, value] of this.entries()) result = result.set(key, change(value));
    return result;
  }

  /** Entries that are new or different here, compared with an earlier version of the map. Removed ones are not listed. */
  changedSince(earlier: PersistentMap<Value>): readonly (readonly [string, Value])[] {
    if (this === earlier) return [];
    const found: (readonly [string, Value])[] = [];
    for (let at = 0; at < this.#buckets.length; at++) {
      const bucket = this.#buckets[at];
      const old = earlier.#buckets[at];
      if (!bucket || bucket === old) continue;
      for (const entry of bucket) if (old?.get(entry[0]) !== entry[1]) found.push(entry);
    }
    return found;
  }

  #with(at: number, bucket: ReadonlyMap<string, Value>, size: number): PersistentMap<Value> {
    const buckets = this.#buckets.length === 0 ? new Array<ReadonlyMap<string, Value> | undefined>(BUCKETS) : this.#buckets.slice();
    buckets[at] = bucket;
    return new PersistentMap(buckets, size);
  }
}

/** FNV-1a, folded to the number of buckets. */
function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
