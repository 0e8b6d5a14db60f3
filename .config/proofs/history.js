// A project's history on a scratch PostgreSQL, up to a migration, and copies of it to try rows on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLibpgQueryParser } from '../../dist/index.js';
import postgres from 'postgres';

const parser = await createLibpgQueryParser();
const EXTENSIONS = ['citext', 'pgcrypto', 'uuid-ossp', 'pg_trgm', 'btree_gin'];

export class Server {
  #url;
  #admin;
  #templates = new Map();
  #copies = 0;

  constructor(url) {
    this.#url = url;
    this.#admin = postgres(url, { max: 1, onnotice: () => {} });
  }

  async close() {
    for (const name of this.#templates.values()) await this.#admin.unsafe(`DROP DATABASE ${await name}`);
    await this.#admin.end();
  }

  /** Runs `use` on a copy of the database as it was before a migration; the copy is gone afterwards. */
  async withCopy(folder, migration, use) {
    const key = `${folder} ${migration}`;
    if (!this.#templates.has(key)) this.#templates.set(key, this.#replay(folder, migration));
    const name = `proof_copy_${++this.#copies}`;
    await this.#admin.unsafe(`CREATE DATABASE ${name} TEMPLATE ${await this.#templates.get(key)}`);
    const database = this.#connect(name);
    try {
      return await use(database);
    } finally {
      await database.end();
      await this.#admin.unsafe(`DROP DATABASE ${name}`);
    }
  }

  #connect(database) {
    return postgres(this.#url, { database, max: 1, onnotice: () => {} });
  }

  /** Migrations that cannot be sent whole (broken ones, CONCURRENTLY) run statement by statement, as far as they go. */
  async #replay(folder, until) {
    const name = `proof_${this.#templates.size}_${until.slice(0, 14)}`.replaceAll(/\W/g, '_').toLowerCase();
    await this.#admin.unsafe(`DROP DATABASE IF EXISTS ${name}`);
    await this.#admin.unsafe(`CREATE DATABASE ${name}`);
    const database = this.#connect(name);
    for (const extension of EXTENSIONS) await database.unsafe(`CREATE EXTENSION IF NOT EXISTS "${extension}"`).catch(() => {});
    const earlier = readdirSync(folder).filter((entry) => entry < until && existsSync(join(folder, entry, 'migration.sql')));
    for (const migration of earlier.sort()) {
      const text = textOf(folder, migration);
      await database.unsafe('RESET ALL');
      if ((await send(database, text)) === null) continue;
      for (const statement of statementsOf(text)) await send(database, statement);
    }
    await database.end();
    return name;
  }
}

export const textOf = (folder, migration) => readFileSync(join(folder, migration, 'migration.sql'), 'utf8').replace(/^\uFEFF/, '');

const statementsOf = (text) => parser.parse(text).statements.map(({ span }) => text.slice(span.start, span.end));

/** One message, as Prisma up to 7.3 sends a file. Null, or the SQLSTATE. */
export async function send(database, text) {
  try {
    await database.unsafe(text).simple();
    return null;
  } catch (error) {
    await database.unsafe('ROLLBACK').catch(() => {});
    return error.code ?? String(error);
  }
}

/** Where a file stops: its statements one after the other in the transactions that it has as one message. */
export async function stopOf(database, text) {
  const statements = statementsOf(text);
  if (!/^\s*begin\b/im.test(text)) await database.unsafe('BEGIN');
  for (const [index, statement] of statements.entries()) {
    const failed = await database
      .unsafe(statement)
      .simple()
      .then(
        () => null,
        (error) => error.code,
      );
    if (failed !== null) return { index, sqlstate: failed };
  }
  return null;
}
