import { deserialize, serialize } from 'node:v8';
import { catalogOf, type PortableCatalog, portableCatalog } from '../catalog/index.ts';
import type { Beginning, Circumstances, Memory, ProjectInput, ProjectResult, ReplayRequest } from '../engine/index.ts';
import type { Rule } from '../rule/index.ts';
import { describe } from './description.ts';
import { digest, folderOf, KeysOfBeginnings, wayOf } from './keys.ts';
import type { Store } from './store.ts';

/** So many states of one history are kept: that before the migration that is worked on, and those of other branches. */
const BEGINNINGS = 4;
const RESULTS = 4;
/** So few of many migrations are linted sooner than it is told whether all is as it was. */
const WORTH_LOOKING_UP = 4;

type PortableBeginning = Omit<Beginning, 'after'> & { readonly after: PortableCatalog };

/** What earlier runs found out, in files. */
export class StoredMemory implements Memory {
  readonly #store: Store;
  readonly #identity: string;
  readonly #isOwn: (rule: Rule) => boolean;
  readonly #keys = new WeakMap<ReplayRequest['migrations'], { readonly way: string; readonly keys: KeysOfBeginnings }>();
  readonly #names = new WeakMap<ProjectInput, string | null>();
  readonly #read = new Map<string, ProjectResult>();
  /** By the name of the file. */
  readonly #beginnings = new Map<string, Beginning>();

  /** For one run. `identity`: the version of all that has a say in the results, Prisma's included. `isOwn`: the rule is part of it. */
  constructor(store: Store, identity: string, isOwn: (rule: Rule) => boolean) {
    this.#store = store;
    this.#identity = identity;
    this.#isOwn = isOwn;
  }

  beginningOf(history: ReplayRequest, most: number): Beginning | null {
    const keys = this.#keysOf(history);
    const folder = folderOf(history);
    for (const [count, name] of beginningsAmong(this.#store.names(folder))) {
      if (count > most || name !== nameOf(count, keys)) continue;
      const beginning = this.#beginnings.get(name) ?? this.#readBeginning(`${folder}/${name}`);
      if (beginning === null) continue;
      this.#beginnings.set(name, beginning);
      return beginning;
    }
    return null;
  }

  #readBeginning(file: string): Beginning | null {
    const bytes = this.#store.read(file);
    if (bytes === null) return null;
    const beginning: PortableBeginning = deserialize(bytes);
    return { ...beginning, after: catalogOf(beginning.after) };
  }

  keepBeginning(history: ReplayRequest, beginning: Beginning): void {
    const folder = folderOf(history);
    const portable: PortableBeginning = { ...beginning, after: portableCatalog(beginning.after) };
    this.#store.write(`${folder}/${nameOf(beginning.migrations, this.#keysOf(history))}`, serialize(portable));
    this.#store.keepNewest(folder, '.catalog', BEGINNINGS);
  }

  resultOf(project: ProjectInput, circumstances: Circumstances): ProjectResult | null {
    const name = this.#nameOf(project, circumstances);
    if (name === null) return null;
    const known = this.#read.get(name);
    const bytes = known ? null : this.#store.read(name);
    if (bytes === null) return known ?? null;
    const result: ProjectResult = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    this.#read.set(name, result);
    return result;
  }

  keepResult(project: ProjectInput, circumstances: Circumstances, result: ProjectResult): void {
    const name = this.#nameOf(project, circumstances);
    // That Prisma could not make SQL of a schema may be otherwise next time.
    if (name === null || project.described?.sql === null) return;
    this.#store.write(name, Buffer.from(JSON.stringify(result)));
    this.#store.keepNewest(folderOf(project), '.result', RESULTS);
  }

  /** Circumstances are those of the run. */
  #nameOf(project: ProjectInput, circumstances: Circumstances): string | null {
    const known = this.#names.get(project);
    if (known !== undefined) return known;
    const name = this.#findName(project, circumstances);
    this.#names.set(project, name);
    return name;
  }

  #findName(project: ProjectInput, circumstances: Circumstances): string | null {
    const reported = project.migrations.filter(project.isReported).length;
    if (reported < WORTH_LOOKING_UP && reported < project.migrations.length) return null;
    const description = describe(project, circumstances, this.#isOwn);
    return description === null ? null : `${folderOf(project)}/${digest(this.#keysOf(project).at(project.migrations.length), description)}.result`;
  }

  #keysOf(history: ReplayRequest): KeysOfBeginnings {
    const way = wayOf(history);
    const known = this.#keys.get(history.migrations);
    if (known?.way === way) return known.keys;
    const keys = new KeysOfBeginnings(this.#identity, way, history.migrations);
    this.#keys.set(history.migrations, { way, keys });
    return keys;
  }
}

const nameOf = (count: number, keys: KeysOfBeginnings): string => `${count}-${keys.at(count)}.catalog`;

/** Numbers of migrations and names of files, the longest beginnings first. */
const beginningsAmong = (names: readonly string[]): readonly (readonly [number, string])[] =>
  names
    .filter((name) => name.endsWith('.catalog'))
    .map((name) => [Number.parseInt(name, 10), name] as const)
    .sort(([a], [b]) => b - a);
