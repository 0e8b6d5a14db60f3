import { writeFileSync } from 'node:fs';
import { invalidIndexNote } from './applied.ts';
import type { Arguments } from './arguments.ts';
import { absolutePath, shownPath } from './paths.ts';
import { connectionOf } from './stats/connection.ts';
import { readOnly } from './stats/database.ts';
import { appliedQuery, FACTS_QUERY, migrationsSchema, type StatisticsFile, statisticsFile } from './stats/facts.ts';
import { UsageError } from './usage-error.ts';
import type { World } from './world.ts';

const DEFAULT_FILE = 'migration-lint.stats.json';

/** Reads a database, changes nothing in it, and writes what the rules can use of it into a file. */
export async function statsCommand(given: Arguments, world: World): Promise<number> {
  const url = given.text('url');
  if (url === null) throw new UsageError('stats needs --url postgresql://user:password@host:5432/database');
  const [unexpected] = given.positionals;
  if (unexpected !== undefined) throw new UsageError('stats takes no paths; it writes migration-lint.stats.json, or what --output names');
  const connection = connectionOf(url);
  const file = await readOnly(connection, async (ask) => {
    const facts = await ask(FACTS_QUERY);
    const schema = migrationsSchema(facts, connection.schema);
    return statisticsFile(facts, schema === null ? null : await ask(appliedQuery(schema)), world.today);
  });
  const path = absolutePath(given.text('output') ?? DEFAULT_FILE, world);
  write(path, file, world);
  await world.stdout.write(`wrote ${shownPath(path, world)}: ${summary(file)}\n`);
  await world.stderr.write(file.invalidIndexes.map((index) => `note: ${invalidIndexNote(index)}\n`).join(''));
  return 0;
}

function write(path: string, file: StatisticsFile, world: World): void {
  try {
    writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`cannot write ${shownPath(path, world)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function summary({ postgresVersion, tables, migrations }: StatisticsFile): string {
  const known = migrations === undefined ? 'no table of migrations' : `${migrations.length} applied migrations`;
  return `${Object.keys(tables).length} tables, ${known}, PostgreSQL ${postgresVersion ?? 'of a version that is not known here'}`;
}
