import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configOf, locateSchema, prismaConfigIn, prismaVersionOf, projectRoot, readPrismaConfig, schemaAt } from '../../src/prisma-schema/index.ts';
import { sandbox } from '../cli/sandbox.ts';

describe('prisma.config, read and not run', () => {
  const read = (text: string, path = 'prisma.config.ts'): unknown => {
    const folder = sandbox({ [path]: text, 'prisma/schema.prisma': '', 'prisma/migrations/x': '' });
    const config = readPrismaConfig(join(folder, path));
    const short = (one: string | null): string | null => one?.replace(`${folder}/`, '') ?? null;
    return [short(config.schema), short(config.migrations)];
  };
  test.each<[string, string, readonly (string | null)[]]>([
    [
      'literals',
      "export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: \"prisma/migrations\", seed: 'x' } })",
      ['prisma/schema.prisma', 'prisma/migrations'],
    ],
    ['neither', 'export default defineConfig({ datasource: { url: env("X") } })', [null, null]],
    [
      'path.join',
      "export default { schema: path.join(__dirname, 'prisma', 'schema.prisma'), migrations: { path: path.join(import.meta.dirname, 'prisma/migrations') } }",
      ['prisma/schema.prisma', 'prisma/migrations'],
    ],
    ['resolve', "export default { schema: resolve(process.cwd(), 'prisma/schema.prisma') }", ['prisma/schema.prisma', null]],
    ['a template without holes', 'export default { schema: `prisma/schema.prisma` }', ['prisma/schema.prisma', null]],
    ['a template with holes', 'export default { schema: `${here}/schema.prisma` }', [null, null]],
    ['a variable', 'const schema = "a"; export default { schema }', [null, null]],
    [
      'comments',
      "// schema: 'a.prisma'\n/* schema: 'b.prisma' */\nexport default {\n  // path: 'x'\n  schema: 'prisma/schema.prisma', // url: 'https://x'\n}",
      ['prisma/schema.prisma', null],
    ],
    [
      'a seed with braces before the path',
      "export default { migrations: { seed: `node ${join('a', 'b')}`, path: 'prisma/migrations' } }",
      [null, 'prisma/migrations'],
    ],
    ['a path of something else', "export default { views: { path: 'views' }, typedSql: { path: 'sql' } }", [null, null]],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
  test('in .config, paths may be relative to the project', () => {
    expect(
      read("export default { schema: 'prisma/schema.prisma', migrations: { path: join(__dirname, '..', 'prisma', 'migrations') } }", '.config/prisma.ts'),
    ).toEqual(['prisma/schema.prisma', 'prisma/migrations']);
  });
});

test.each([
  ['prisma.config.ts', 'prisma.config.mjs'],
  ['prisma.config.cjs', '.config/prisma.ts'],
  ['.config/prisma.mts', '.config/prisma.config.ts'],
  ['.config/prisma.config.js', 'prisma7.config.ts'],
  ['prisma7.config.ts', 'prisma.configuration.ts'],
])('%s is taken, before %s', (first, second) => {
  const folder = sandbox({ [first]: '', [second]: '', 'prisma/config.ts': '' });
  expect(prismaConfigIn(folder)?.path).toBe(join(folder, first));
});

test('a folder without a configuration, and one that is not there, have none', () => {
  const folder = sandbox({ 'prisma/prisma.config.ts': '', '.config/other.ts': '' });
  expect([folder, join(folder, 'nowhere')].map(prismaConfigIn)).toEqual([null, null]);
});

describe('the project and the schema of a migrations folder', () => {
  test.each<[string, Readonly<Record<string, string>>, string, string, string | null]>([
    ['beside it', { 'package.json': '', 'prisma/schema.prisma': '', 'prisma/migrations/x': '' }, 'prisma/migrations', '.', 'prisma/schema.prisma'],
    [
      'under another name',
      { 'package.json': '', 'prisma/schema.full.prisma': '', 'prisma/migrations/x': '' },
      'prisma/migrations',
      '.',
      'prisma/schema.full.prisma',
    ],
    [
      'several files beside it',
      { 'package.json': '', 'prisma/a.prisma': '', 'prisma/b.prisma': '', 'prisma/migrations/x': '' },
      'prisma/migrations',
      '.',
      'prisma',
    ],
    [
      'a folder beside it',
      { 'package.json': '', 'db/schema/a.prisma': '', 'db/schema/more/b.prisma': '', 'db/migration/x': '' },
      'db/migration',
      '.',
      'db/schema',
    ],
    [
      'configured',
      {
        'package.json': '',
        'prisma.config.ts': "export default { schema: 'models/main.prisma', migrations: { path: 'db/m' } }",
        'models/main.prisma': '',
        'db/m/x': '',
      },
      'db/m',
      '.',
      'models/main.prisma',
    ],
    [
      'configured in package.json',
      { 'package.json': '{ "prisma": { "seed": "x", "schema": "models/s.prisma" } }', 'models/s.prisma': '', 'models/migrations/x': '' },
      'models/migrations',
      '.',
      'models/s.prisma',
    ],
    [
      'a workspace',
      { 'package.json': '', 'packages/db/package.json': '', 'packages/db/prisma/schema.prisma': '', 'packages/db/prisma/migrations/x': '' },
      'packages/db/prisma/migrations',
      'packages/db',
      'packages/db/prisma/schema.prisma',
    ],
    [
      'two databases',
      { 'package.json': '', 'a/schema.prisma': '', 'a/migrations/x': '', 'b/schema.prisma': '', 'b/migrations/x': '' },
      'b/migrations',
      '.',
      'b/schema.prisma',
    ],
    ['no schema', { 'package.json': '', 'prisma/migrations/x': '' }, 'prisma/migrations', '.', null],
    ['no package.json', { 'x/prisma/schema.prisma': '', 'x/prisma/migrations/x': '' }, 'x/prisma/migrations', 'x', 'x/prisma/schema.prisma'],
  ])('%s', (_, files, migrations, root, schema) => {
    const folder = sandbox(files);
    expect(projectRoot(join(folder, migrations))).toBe(join(folder, root));
    expect(locateSchema(join(folder, migrations))?.path ?? null).toBe(schema === null ? null : join(folder, schema));
  });
  test('the files of a folder, without those of its migrations', () => {
    const folder = sandbox({ 's/a.prisma': '', 's/sub/b.prisma': '', 's/migrations/c.prisma': '', 's/readme.md': '' });
    expect(schemaAt(join(folder, 's'))?.files).toEqual([join(folder, 's/a.prisma'), join(folder, 's/sub/b.prisma')]);
    expect(schemaAt(join(folder, 'missing'))).toBeNull();
  });
  test('of several configurations the one that speaks of the folder', () => {
    const folder = sandbox({
      'prisma.config.ts': "export default { schema: 'packages/db/schema.prisma', migrations: { path: 'packages/db/generated' } }",
      'packages/db/package.json': '',
      'packages/db/prisma.config.ts': "export default { schema: './schema.prisma' }",
      'packages/db/schema.prisma': '',
      'packages/db/migrations/x': '',
    });
    expect(configOf(join(folder, 'packages/db/migrations'))?.root).toBe(join(folder, 'packages/db'));
    expect(configOf(join(folder, 'packages/db/generated'))?.root).toBe(folder);
  });
});

describe('the version of Prisma', () => {
  const of = (files: Readonly<Record<string, string>>, root = 'packages/db'): unknown => {
    const found = prismaVersionOf(join(sandbox({ ...files, [`${root}/x`]: '' }), root));
    return found === null ? null : `${found.version} ${found.source}`;
  };
  const manifest = (range: string): Readonly<Record<string, string>> => ({
    'packages/db/package.json': JSON.stringify({ devDependencies: { prisma: range } }),
  });
  test.each<[string, Readonly<Record<string, string>>, string | null]>([
    ['nothing', {}, null],
    ['a range', manifest('^7.4.0'), '^7.4.0 package.json'],
    ['an exact version', manifest('6.16.1'), '6.16.1 package.json'],
    ['a tag is no version', manifest('latest'), null],
    ['nor is a catalog', manifest('catalog:'), null],
    ['a script called prisma is none', { 'package.json': '{ "scripts": { "prisma": "prisma" }, "prisma": { "schema": "x" } }' }, null],
    ['the client, where the command is not named', { 'package.json': '{ "dependencies": { "@prisma/client": "5.9.1" } }' }, '5.9.1 package.json'],
    ['package.json of the top', { 'package.json': '{ "devDependencies": { "prisma": "~6.1.0" } }' }, '~6.1.0 package.json'],
    [
      'npm',
      { ...manifest('^6.0.0'), 'package-lock.json': '{ "packages": {\n "node_modules/prisma": {\n  "version": "6.16.1",\n "resolved": "x" } } }' },
      '6.16.1 package-lock.json',
    ],
    [
      'npm, of the workspace',
      { 'package-lock.json': '{"packages":{"node_modules/prisma":{"version":"6.16.1"},"packages/db/node_modules/prisma":{"version":"7.8.0"}}}' },
      '7.8.0 package-lock.json',
    ],
    [
      'npm, the old form',
      { 'package-lock.json': '{\n  "dependencies": {\n    "prisma": {\n      "version": "4.2.0"\n    }\n  }\n}' },
      '4.2.0 package-lock.json',
    ],
    [
      'pnpm',
      {
        'pnpm-lock.yaml':
          "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies:\n      prisma:\n        specifier: ^5.0.0\n        version: 5.22.0\n\n  packages/db:\n    dependencies:\n      '@prisma/client':\n        specifier: ^6.0.0\n        version: 6.16.1(prisma@6.16.1(typescript@5.9.3))(typescript@5.9.3)\n    devDependencies:\n      prisma:\n        specifier: ^6.0.0\n        version: 6.16.2(typescript@5.9.3)\n\npackages:\n\n  prisma@5.22.0:\n    resolution: {integrity: x}\n",
      },
      '6.16.2 pnpm-lock.yaml',
    ],
    ['pnpm, the old form', { 'pnpm-lock.yaml': 'packages:\n\n  /prisma/4.16.2:\n    resolution: {integrity: x}\n' }, '4.16.2 pnpm-lock.yaml'],
    [
      'yarn',
      { ...manifest('^6.0.0'), 'yarn.lock': 'prisma@^5.0.0:\n  version "5.22.0"\n\n"prisma@^6.0.0", prisma@~6.1.0:\n  version "6.16.1"\n' },
      '6.16.1 yarn.lock',
    ],
    [
      'yarn, the new form',
      { 'yarn.lock': '"@prisma/client@npm:^7.0.0":\n  version: 7.0.1\n\n"prisma@npm:^7.0.0":\n  version: 7.1.0\n  resolution: "prisma@npm:7.1.0"\n' },
      '7.1.0 yarn.lock',
    ],
    ['bun', { 'bun.lock': '{ "packages": {\n "prisma": ["prisma@6.16.1", "", {}],\n } }' }, '6.16.1 bun.lock'],
    [
      'another package of a similar name',
      { 'package-lock.json': '{"packages":{"node_modules/prisma-erd":{"version":"1.0.0"},"node_modules/x/node_modules/prisma":{"version":"2.0.0"}}}' },
      null,
    ],
  ])('%s', (_, files, expected) => {
    expect(of(files)).toBe(expected);
  });
  test('is not looked for above the repository', () => {
    const folder = sandbox({ 'package.json': '{ "devDependencies": { "prisma": "6.0.0" } }', 'inner/.git/HEAD': '', 'inner/prisma/x': '' });
    expect(prismaVersionOf(join(folder, 'inner/prisma'))).toBeNull();
  });
});
