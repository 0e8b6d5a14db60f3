import { digest } from './keys.ts';
import type { Store } from './store.ts';

/** So many are kept: of the schemas of a repository, as they are and as they were a moment ago. */
const MOST = 64;
const FOLDER = 'schemas';

/** The SQL that Prisma made of schemas in earlier runs. */
export class Renderings {
  readonly #store: Store;
  readonly #identity: string;

  /** `identity`: the version of all that has a say in the SQL. */
  constructor(store: Store, identity: string) {
    this.#store = store;
    this.#identity = identity;
  }

  /** Null: not known. */
  get(schemas: string): string | null {
    const bytes = this.#store.read(this.#nameOf(schemas));
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  keep(schemas: string, sql: string): void {
    this.#store.write(this.#nameOf(schemas), Buffer.from(sql));
    this.#store.keepNewest(FOLDER, '.sql', MOST);
  }

  readonly #nameOf = (schemas: string): string => `${FOLDER}/${digest(this.#identity, schemas)}.sql`;
}
