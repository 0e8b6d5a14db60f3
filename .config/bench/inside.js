// The inside, without what starting a process costs: each parser, the replay, the rules.
import { Bench } from 'tinybench';
import * as library from '../../dist/index.js';

/** Prints a table of how long a history of `{ name, text }` takes, once the code is warm. */
export async function inside(migrations) {
  const parsers = await Promise.all([library.createLibpgQueryParser(), library.createPgsqlAstParser()]);
  const bench = new Bench({ time: 500, iterations: 5, warmupTime: 200, warmupIterations: 2 });
  for (const parser of parsers) {
    bench.add(`parse, ${parser.name}`, () => {
      for (const { text } of migrations) parser.parse(text);
    });
  }
  const [first] = parsers;
  const scripts = new Map(migrations.map(({ text }) => [text, first.parse(text)]));
  const known = { name: first.name, parse: (text) => scripts.get(text) };
  bench.add('replay only', () => library.inspect({ parser: known, projects: [projectOf(migrations, false)] }));
  bench.add('replay with effects (inspect)', () => library.inspect({ parser: known, projects: [projectOf(migrations, true)] }));
  await bench.run();
  console.log(`\nInside, ${migrations.length} migrations, warm`);
  console.table(bench.table());
}

const projectOf = (migrations, reported) => ({
  root: '.',
  provider: 'postgresql',
  migrationsDir: 'migrations',
  schemaPath: null,
  migrations: migrations.map(({ name, text }) => ({ name, path: `${name}/migration.sql`, text })),
  history: 'folder',
  isReported: () => reported,
  runner: library.chooseRunner({ prisma: { version: '6.16.0', source: 'bench' }, override: null }),
  server: { version: 15, timeZone: null },
  schema: null,
  policy: library.policyOf([]),
});
