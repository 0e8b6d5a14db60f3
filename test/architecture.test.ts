import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

// Who may import whom. A room is a folder of src; `index` is src/index.ts, `rules` the folder rules. An arrow that is not in
// this table fails, and so do a room that is not in it and an arrow that nobody takes.

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  operation: ['core'],
  catalog: ['core', 'operation'],
  postgres: ['core', 'operation', 'catalog'],
  drift: ['operation', 'catalog'],
  runner: ['core', 'operation', 'catalog', 'postgres'],
  rule: ['core', 'operation', 'catalog', 'postgres', 'drift', 'runner'],
  parsers: ['core', 'operation'],
  engine: ['core', 'operation', 'catalog', 'postgres', 'runner', 'rule', 'parsers'],
  cache: ['operation', 'catalog', 'rule', 'parsers', 'engine'],
  'rule-tester': ['core', 'operation', 'engine', 'rule', 'parsers'],
  migration: ['core'],
  'prisma-schema': ['core'],
  reporters: ['core'],
  lsp: ['core', 'operation', 'engine', 'parsers', 'reporters'],
  config: ['core', 'rule', 'engine', 'rules'],
  cli: ['core', 'engine', 'rule', 'runner', 'postgres', 'parsers', 'config', 'migration', 'prisma-schema', 'reporters', 'lsp', 'cache'],
  index: ['core', 'engine', 'rule', 'parsers', 'config'],
  rules: ['rule'],
};

/** Modules from outside that only some rooms may use. What is not in here may be used by `cli` alone. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['cli', 'cache', 'config', 'migration', 'prisma-schema'],
  'node:fs/promises': ['cli', 'config', 'migration', 'prisma-schema'],
  'node:path': ['cli', 'cache', 'config', 'migration', 'prisma-schema'],
  'node:url': ['cli', 'config', 'migration', 'prisma-schema', 'lsp'],
  'node:module': ['cli', 'config', 'prisma-schema'],
  'node:crypto': ['engine', 'cli', 'cache'],
  'node:v8': ['cli', 'cache'],
  'node:assert/strict': ['rule-tester'],
  'fast-glob': ['cli', 'migration'],
  'libpg-query': ['parsers'],
  'pgsql-ast-parser': ['parsers'],
  '@prisma/internals/dist/wasm.js': ['prisma-schema'],
  jiti: ['config'],
  'vscode-languageserver': ['lsp'],
  'vscode-languageserver-textdocument': ['lsp'],
  picocolors: ['cli', 'reporters'],
};

const MOST_LINES = 260;
/** Files that are long because they are tables of facts. */
const TABLES_OF_DATA = ['src/operation/operation.ts', 'src/postgres/builtin-functions.ts', 'src/catalog/model.ts'];

const root = join(import.meta.dirname, '..');
const files = ['src', 'rules'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`),
);

interface Import {
  readonly from: string;
  readonly specifier: string;
}

const roomOf = (path: string): string => {
  const [top = '', room = ''] = path.split('/');
  if (top === 'rules') return 'rules';
  return path.split('/').length === 2 ? room.replace(/\.ts$/, '') : room;
};

function importsOf(path: string): readonly Import[] {
  const text = readFileSync(join(root, path), 'utf8');
  const specifiers = [
    ...text.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm),
    ...text.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
    ...text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g),
  ].map((match) => match[1] ?? '');
  return specifiers.map((specifier) => ({ from: path, specifier }));
}

const imports = files.flatMap(importsOf);
const isOurs = ({ specifier }: Import): boolean => specifier.startsWith('.');
const targetOf = ({ from, specifier }: Import): string =>
  relative(root, join(root, dirname(from), specifier))
    .split(sep)
    .join('/');
const said = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;

describe('rooms', () => {
  test('there are files to look at, and imports in them', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.filter(isOurs).length).toBeGreaterThan(files.length);
  });

  test('every room is in the table', () => {
    const unknown = [...new Set(files.map(roomOf))].filter((room) => MAY_IMPORT[room] === undefined);
    expect(unknown).toEqual([]);
  });

  test('imports follow the arrows', () => {
    const against = imports.filter((one) => {
      if (!isOurs(one)) return false;
      const [from, to] = [roomOf(one.from), roomOf(targetOf(one))];
      return from !== to && !MAY_IMPORT[from]?.includes(to);
    });
    expect(against.map(said)).toEqual([]);
  });

  test('every arrow is taken', () => {
    const taken = new Set(imports.filter(isOurs).map((one) => `${roomOf(one.from)} → ${roomOf(targetOf(one))}`));
    const listed = Object.entries(MAY_IMPORT).flatMap(([from, rooms]) => rooms.map((to) => `${from} → ${to}`));
    expect(listed.filter((arrow) => !taken.has(arrow))).toEqual([]);
  });

  test('rooms are entered by their door, index.ts', () => {
    const byTheWindow = imports.filter((one) => isOurs(one) && roomOf(one.from) !== roomOf(targetOf(one)) && !targetOf(one).endsWith('/index.ts'));
    expect(byTheWindow.map(said)).toEqual([]);
  });

  test('rules know src/rule and each other, and nothing else', () => {
    const others = imports.filter(
      (one) => roomOf(one.from) === 'rules' && targetOf(one) !== 'src/rule/index.ts' && !(isOurs(one) && roomOf(targetOf(one)) === 'rules'),
    );
    expect(others.map(said)).toEqual([]);
  });

  test('what is read without a grammar knows no front end', () => {
    const reader = imports.filter(({ from }) => from.startsWith('src/parsers/prisma-sql/'));
    expect(reader.length).toBeGreaterThan(0);
    expect(reader.filter((one) => !isOurs(one) || /^src\/parsers\/(?!prisma-sql\/)[^/]+\//.test(targetOf(one))).map(said)).toEqual([]);
  });

  test('arrows do not form a circle', () => {
    const reaches = (from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean =>
      (MAY_IMPORT[from] ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))));
    expect(Object.keys(MAY_IMPORT).filter((room) => reaches(room, room))).toEqual([]);
  });
});

describe('the outside', () => {
  test('modules of Node and of others are used where they may be', () => {
    const misplaced = imports.filter((one) => {
      if (isOurs(one)) return false;
      const rooms = OUTSIDE[one.specifier] ?? ['cli'];
      return !rooms.includes(roomOf(one.from));
    });
    expect(misplaced.map(said)).toEqual([]);
  });

  test('only cli knows the process and the console', () => {
    const users = files.filter((path) => roomOf(path) !== 'cli' && /\b(?:process|console)\s*\.\s*[a-z]/.test(withoutComments(path)));
    expect(users).toEqual([]);
  });

  test('nothing in the engine and below it asks for the time or for chance', () => {
    const users = files.filter(
      (path) => roomOf(path) !== 'cli' && /\bnew Date\(\s*\)|\bDate\.now\b|\bMath\.random\b|\bperformance\.now\b/.test(withoutComments(path)),
    );
    expect(users).toEqual([]);
  });
});

describe('habits', () => {
  test(`files have at most ${MOST_LINES} lines`, () => {
    const long = files.filter((path) => !TABLES_OF_DATA.includes(path) && readFileSync(join(root, path), 'utf8').split('\n').length > MOST_LINES);
    expect(long).toEqual([]);
  });

  test('casts are made in parsers only, and any nowhere', () => {
    const users = files.filter((path) => {
      const text = withoutComments(path);
      const casts = text.replaceAll(/\bas const\b|\b(?:import|export)\b[^;]*?\bfrom\b|\* as \w+/g, '');
      return (!path.startsWith('src/parsers/') && /[\w)\]}] as (?!const\b)[A-Za-z{[(]/.test(casts)) || /:\s*any\b|<any>|\bas any\b/.test(text);
    });
    expect(users).toEqual([]);
  });

  test('no room is called after nothing in particular', () => {
    expect(files.filter((path) => /(^|\/)(utils?|helpers?|commons?|shared|managers?)(\/|\.ts$)/.test(path))).toEqual([]);
  });
});

/** The program without comments and the contents of strings, which may speak of anything. */
function withoutComments(path: string): string {
  return readFileSync(join(root, path), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:'"`\\])\/\/.*$/gm, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g, "''");
}
