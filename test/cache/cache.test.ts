import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Store, StoredMemory } from '../../src/cache/index.ts';
import { emptyCatalog } from '../../src/catalog/index.ts';
import { chooseRunner, type ReplayRequest } from '../../src/engine/index.ts';
import { command, INIT, type Outcome, PROJECT, sandbox } from '../cli/sandbox.ts';

// Whatever the cache holds, a run says what it would say without. Each test changes something between two runs that share a
// cache, and compares with a run that has none.

const CACHE = 'cache';
const OPTIONS = ['--format', 'json', '--no-config'];
const FOLDER = 'prisma/migrations';
const LAST = `${FOLDER}/20250109000000_last/migration.sql`;

/** So many that some are worth writing, and a last one that depends on those before it. */
const FILES: Readonly<Record<string, string>> = {
  ...PROJECT,
  'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n\nmodel User {\n  id Int @id\n}\n',
  [`${FOLDER}/20250101000000_init/migration.sql`]: INIT,
  ...Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      `${FOLDER}/2025010${(index >> 2) + 1}00000${index % 4}_t${index}/migration.sql`,
      `CREATE TABLE "T${index}" ("id" INTEGER NOT NULL, "a" TEXT, CONSTRAINT "T${index}_pkey" PRIMARY KEY ("id"));\nCREATE INDEX "T${index}_a_idx" ON "T${index}"("a");\nUPDATE "T${index}" SET "a" = '';\n`,
    ]),
  ),
  [LAST]: 'ALTER TABLE "T3" ALTER COLUMN "a" SET NOT NULL;\nALTER TABLE "T4" DROP COLUMN "a";\n',
};

const withoutTime = ({ code, stdout, stderr }: Outcome): Outcome => ({ code, stderr, stdout: stdout.replace(/"durationMs": *\d+/, '') });

const run = async (cwd: string, more: readonly string[]): Promise<Outcome> => withoutTime(await command(cwd, [...OPTIONS, ...more]));
const TARGETS: readonly (readonly string[])[] = [[], [LAST], ['inspect', LAST], ['inspect']];

/** Every command says the same with the cache and without; asked twice, because the first one writes it. */
async function expectSame(cwd: string, more: readonly string[] = [], location = CACHE): Promise<void> {
  for (const target of TARGETS) {
    const expected = await run(cwd, [...target, ...more, '--no-cache']);
    for (const _ of [1, 2]) expect(await run(cwd, [...target, ...more, '--cache-location', location])).toEqual(expected);
  }
}

function stored(cwd: string): readonly string[] {
  return readdirSync(join(cwd, CACHE), { recursive: true, encoding: 'utf8' })
    .map((name) => join(cwd, CACHE, name))
    .filter((path) => statSync(path).isFile());
}

async function warm(): Promise<string> {
  const cwd = sandbox(FILES);
  await expectSame(cwd);
  return cwd;
}

describe('a cache', () => {
  test('is written, read, and kept small', async () => {
    const cwd = await warm();
    const endings = new Set(stored(cwd).map((path) => path.replace(/^.*[./]/, '')));
    expect([...endings].sort()).toEqual(['catalog', 'result', 'scripts', 'sql']);
    for (let index = 0; index < 8; index++) {
      writeFileSync(join(cwd, LAST), `ALTER TABLE "T${index}" DROP COLUMN "a";\n`);
      await run(cwd, ['--cache-location', CACHE]);
    }
    expect(stored(cwd).filter((path) => path.endsWith('.result')).length).toBeLessThanOrEqual(4);
    expect(stored(cwd).filter((path) => path.endsWith('.draft'))).toEqual([]);
  });
  test('lies in the nearest node_modules, and nowhere if there is none', async () => {
    const cwd = sandbox(FILES);
    await run(cwd, []);
    expect(readdirSync(cwd)).not.toContain('node_modules');
    mkdirSync(join(cwd, 'node_modules'));
    await run(join(cwd, 'prisma'), []);
    expect(readdirSync(join(cwd, 'node_modules/.cache/prisma-migration-lint')).length).toBeGreaterThan(0);
    await run(cwd, ['--no-cache']);
  });
});

describe('another history', () => {
  const EARLY = `${FOLDER}/20250101000003_t3/migration.sql`;
  const changes: Readonly<Record<string, (cwd: string) => void>> = {
    'an earlier migration says something else': (cwd) => writeFileSync(join(cwd, EARLY), 'CREATE TABLE "T3" ("a" TEXT NOT NULL);'),
    'an earlier migration is gone': (cwd) => rmSync(join(cwd, dirname(EARLY)), { recursive: true }),
    'an earlier migration comes last': (cwd) => renameSync(join(cwd, dirname(EARLY)), join(cwd, FOLDER, '20260101000000_t3')),
    'an earlier migration has another name': (cwd) => renameSync(join(cwd, dirname(EARLY)), join(cwd, FOLDER, '20250101000004_renamed')),
    'two migrations change places': (cwd) => {
      const [a, b] = [join(cwd, EARLY), join(cwd, FOLDER, '20250102000000_t4/migration.sql')];
      const [textOfA, textOfB] = [readFileSync(a), readFileSync(b)];
      writeFileSync(a, textOfB);
      writeFileSync(b, textOfA);
    },
    'the first migration is another one': (cwd) =>
      writeFileSync(join(cwd, FOLDER, '20250101000000_init/migration.sql'), 'ALTER TABLE "Old" ADD COLUMN "x" INT;'),
    'a migration comes first': (cwd) => {
      mkdirSync(join(cwd, FOLDER, '20240101000000_first'));
      writeFileSync(join(cwd, FOLDER, '20240101000000_first/migration.sql'), 'CREATE TABLE "T3" ("a" TEXT);');
    },
    'blanks only': (cwd) => writeFileSync(join(cwd, EARLY), `\n\n${readFileSync(join(cwd, EARLY), 'utf8')}`),
    'the last migration changes': (cwd) => writeFileSync(join(cwd, LAST), 'DROP TABLE "T1";'),
    'a byte order mark': (cwd) => writeFileSync(join(cwd, LAST), `\ufeff${readFileSync(join(cwd, LAST), 'utf8')}`),
    'the schema says something else': (cwd) =>
      writeFileSync(join(cwd, 'prisma/schema.prisma'), 'datasource db {\n provider = "postgresql"\n}\nmodel T4 {\n id Int @id\n b String? @map("a")\n}\n'),
    'whoever deploys gives up waiting for a lock': (cwd) =>
      writeFileSync(join(cwd, '.env'), 'DATABASE_URL="postgresql://h/d?options=-c%20lock_timeout%3D5s"\n'),
    'a table is not of Prisma': (cwd) => writeFileSync(join(cwd, 'prisma.config.ts'), "export default { tables: { external: ['public.T5', 'T6'] } };\n"),
    'a view is added to the schema': (cwd) =>
      writeFileSync(join(cwd, 'prisma/schema.prisma'), `${readFileSync(join(cwd, 'prisma/schema.prisma'), 'utf8')}\nview T7 {\n  id Int @unique\n}\n`),
  };
  const NO_DIFFERENCE: readonly string[] = ['an earlier migration has another name', 'blanks only'];
  test.each(Object.keys(changes))('%s', async (name) => {
    const cwd = await warm();
    const before = await run(cwd, ['--cache-location', CACHE]);
    changes[name]?.(cwd);
    // Otherwise little would be shown.
    if (!NO_DIFFERENCE.includes(name)) expect(await run(cwd, ['--cache-location', CACHE])).not.toEqual(before);
    await expectSame(cwd);
  });
  test('moved to another folder', async () => {
    const cwd = await warm();
    cpSync(join(cwd, 'prisma'), join(cwd, 'other/prisma'), { recursive: true });
    await expectSame(cwd);
  });
});

describe('other circumstances', () => {
  test.each([
    ['--prisma-version', '5.0.0'],
    ['--prisma-version', '7.4.0'],
    ['--runner', 'generic'],
    ['--postgres-version', '11'],
    ['--postgres-version', '12'],
    ['--parser', 'pgsql-ast-parser'],
    ['--rule', 'drop-column=off'],
    ['--rule', 'drop-column=info'],
    ['--quiet'],
    ['--deployed-through', '20250108000001_t7'],
  ])('%s %s', async (...options) =>
    expectSame(
      await warm(),
      options.filter((option) => option !== undefined),
    ),
  );
  test('another day, on which a suppression has ended', async () => {
    const text = '-- migration-lint-disable-file drop-column -- planned until 2025-06-10\nALTER TABLE "T4" DROP COLUMN "a";\n';
    const cwd = sandbox({ ...FILES, [LAST]: text });
    await expectSame(cwd);
    const later = async (more: string): Promise<Outcome> => withoutTime(await command(cwd, [...OPTIONS, LAST, ...more.split(' ')], { today: '2025-07-01' }));
    expect(await later(`--cache-location ${CACHE}`)).toEqual(await later('--no-cache'));
  });
  test('a rule of a plugin, which may have changed, is asked again', async () => {
    const plugin = (word: string): string =>
      `export default { plugins: [{ name: 'p', rules: [{ id: 'p/x', meta: { summary: 's', harms: [], severity: 'error', preset: 'recommended' }, messageIds: ['m'], takesOptions: false, configure: () => ({ id: 'p/x', meta: { summary: 's', harms: [], severity: 'error', preset: 'recommended' }, handles: () => false, operation: () => [], statement: null, endOfMigration: (_, facts) => [{ rule: 'p/x', messageId: 'm', message: { what: '${word}', why: '', todo: '' }, harms: [], subject: {}, span: { start: 0, end: 1 }, severity: 'error', certainty: 'certain', evidence: {}, preflight: null, fixes: [] }] }) }] }] };`;
    const cwd = sandbox({ ...FILES, 'a.config.mjs': plugin('one'), 'b.config.mjs': plugin('two') });
    const words = async (config: string): Promise<readonly boolean[]> => {
      const { stdout } = await command(cwd, ['--format', 'json', '--config', config, '--cache-location', CACHE]);
      return ['one', 'two'].map((word) => stdout.includes(`"message": "${word}"`) || stdout.includes(`"message":"${word}"`));
    };
    expect(await words('a.config.mjs')).toEqual([true, false]);
    expect(await words('b.config.mjs')).toEqual([false, true]);
  });
});

describe('a cache that is damaged', () => {
  const harms: Readonly<Record<string, (path: string, bytes: Buffer) => void>> = {
    'cut off': (path, bytes) => writeFileSync(path, bytes.subarray(0, bytes.length >> 1)),
    empty: (path) => writeFileSync(path, ''),
    'a bit flipped': (path, bytes) => {
      const at = Math.floor(bytes.length * 0.7);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      writeFileSync(path, bytes);
    },
    foreign: (path) => writeFileSync(path, 'something else altogether, of some length, so that it has room for a seal'),
    'a folder': (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  };
  test.each(Object.keys(harms))('%s', async (name) => {
    const cwd = await warm();
    for (const path of stored(cwd)) harms[name]?.(path, readFileSync(path));
    await expectSame(cwd);
  });
  test('one file in the place of another', async () => {
    const cwd = await warm();
    for (const ending of ['.result', '.catalog']) {
      const [first, ...others] = stored(cwd).filter((path) => path.endsWith(ending));
      for (const other of others) writeFileSync(other, readFileSync(first ?? ''));
    }
    await expectSame(cwd);
  });
  test('read only, or no folder at all', async () => {
    const cwd = sandbox({ ...FILES, file: 'x' });
    mkdirSync(join(cwd, CACHE));
    chmodSync(join(cwd, CACHE), 0o500);
    await expectSame(cwd);
    await expectSame(cwd, [], 'file');
    await expectSame(cwd, [], '/proc/none');
  });
});

test('what another version left is not taken', () => {
  const store = new Store(join(sandbox({}), CACHE));
  const history: ReplayRequest = {
    migrations: [{ name: '1_a', path: '1_a/migration.sql', text: INIT }],
    history: 'folder',
    isReported: () => false,
    runner: chooseRunner({ prisma: { version: '6.16.0', source: 'here' }, override: null }),
    server: { version: 15, timeZone: null },
  };
  const memoryOf = (identity: string): StoredMemory => new StoredMemory(store, identity, () => true);
  memoryOf('1.0.0').keepBeginning(history, { migrations: 1, after: emptyCatalog(true), statements: 1, opaque: 0 });
  expect(memoryOf('1.0.0').beginningOf(history, 1)).toEqual({ migrations: 1, after: emptyCatalog(true), statements: 1, opaque: 0 });
  expect(memoryOf('1.0.1').beginningOf(history, 1)).toBeNull();
  expect(memoryOf('1.0.0').beginningOf({ ...history, server: { version: 16, timeZone: null } }, 1)).toBeNull();
});

test('two runs at once', async () => {
  const cwd = sandbox(FILES);
  const expected = await run(cwd, ['--no-cache']);
  const both = await Promise.all(Array.from({ length: 6 }, () => run(cwd, ['--cache-location', CACHE])));
  for (const outcome of both) expect(outcome).toEqual(expected);
  await expectSame(cwd);
});
