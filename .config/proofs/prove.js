// npm run prove -- <folder of projects> <URL of a scratch PostgreSQL, with rights to create databases>
// Where our findings and measured labels differ: rows that the schema allows, and what PostgreSQL then does.
import { join } from 'node:path';
import { CASES } from './cases.js';
import { send, Server, stopOf, textOf } from './history.js';
import { insert } from './rows.js';

const [folder, url] = process.argv.slice(2);
if (folder === undefined || url === undefined) {
  console.error('usage: npm run prove -- <folder of projects> <URL of a scratch PostgreSQL>');
  process.exit(2);
}
const MIGRATIONS = {
  amplication: 'amplication/packages/amplication-prisma-db/prisma/migrations',
  civitai: 'civitai/packages/civitai-db-schema/prisma/migrations',
  formbricks: 'formbricks/packages/database/migration',
  ghostfolio: 'ghostfolio/prisma/migrations',
  langfuse: 'langfuse/packages/shared/prisma/migrations',
  'shelf.nu': 'shelf.nu/packages/database/prisma/migrations',
  umami: 'umami/prisma/migrations',
};

const server = new Server(url);
let proved = 0;
for (const [project, migration, statement, expected, rows, afterwards] of CASES) {
  const path = join(folder, MIGRATIONS[project]);
  const text = textOf(path, migration);
  const prepare = (database) => rows((table, given) => insert(database, table, given), database);
  const outcome = await server.withCopy(path, migration, async (database) => {
    await prepare(database);
    const sqlstate = await send(database, text);
    if (sqlstate !== null || !afterwards) return { sqlstate };
    const later = await afterwards(database, (table, given) => insert(database, table, given)).then(
      () => 'ok',
      (error) => error.code,
    );
    return { sqlstate: later, later: true };
  });
  const stop =
    outcome.later || outcome.sqlstate === null
      ? null
      : await server.withCopy(path, migration, async (database) => {
          await prepare(database);
          return stopOf(database, text);
        });
  const holds = outcome.sqlstate === expected && (outcome.later || stop?.index === statement);
  if (holds) proved++;
  console.log(
    `${holds ? 'proved' : 'NOT   '} ${project} ${migration} statement ${statement}: ${outcome.sqlstate}${outcome.later ? ' afterwards' : ` at ${stop?.index}`}`,
  );
}
await server.close();
console.log(`${proved} of ${CASES.length}`);
process.exitCode = proved === CASES.length ? 0 : 1;
