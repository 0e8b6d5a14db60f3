import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCatalog } from './describe-catalog.ts';
import { describePostgres, reset } from './describe-postgres.ts';
import { HISTORIES } from './histories/index.ts';
import { replay } from './replay.ts';

// Histories replayed by us and by PostgreSQL must end in the same database: names, types, constraints and their state,
// indexes, enums, views and what they read.

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create({ extensions: { citext, pg_trgm, uuid_ossp } });
}, 60_000);
afterAll(() => database.close());

describe('the replay ends where PostgreSQL ends', () => {
  test.each(HISTORIES)('$name', async ({ sql }) => {
    await reset(database);
    await database.exec(sql);
    expect(describeCatalog(replay(sql))).toEqual(await describePostgres(database));
  });
});
