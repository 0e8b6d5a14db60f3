/** Every type to every other: what ALTER COLUMN TYPE costs, by our reckoning and as measured (type-pairs.json says how). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { beginMigration, type Catalog, emptyCatalog } from '../../src/catalog/index.ts';
import { createLibpgQueryParser, type Parser } from '../../src/parsers/index.ts';
import { effects, type Effects, type Server } from '../../src/postgres/index.ts';
import { replaySql } from './prediction.ts';

const MEASURED: { readonly types: readonly string[]; readonly without: Readonly<Record<string, string>>; readonly using: Readonly<Record<string, string>> } =
  JSON.parse(readFileSync(new URL('./type-pairs.json', import.meta.url), 'utf8'));
const TYPES = `CREATE EXTENSION citext; CREATE TYPE en AS ENUM ('A', 'B'); CREATE TYPE en2 AS ENUM ('A', 'C'); CREATE DOMAIN dm AS int; CREATE DOMAIN dmc AS int CHECK (VALUE > 0);
CREATE DOMAIN dt AS varchar(20); CREATE TYPE comp AS (x int);`;
const SERVER: Server = { version: 18, timeZone: 'UTC' };

let parser: Parser;
let base: Catalog;
beforeAll(async () => {
  parser = await createLibpgQueryParser();
  base = replaySql(parser, TYPES, emptyCatalog(true));
});

/** The measurement's shorthand for what we predict. */
function shorthand({ fails, work }: Effects, indexed: boolean): string {
  const [failure] = fails.filter(({ when }) => when === 'always');
  if (failure) return failure.sqlstate;
  const index = !indexed ? '.' : work.some(({ what }) => what === 'index-rebuild') ? 'r' : 'k';
  return `${work.some(({ what }) => what === 'rewrite') ? 'R' : '-'}${index}`;
}

function predict(from: string, to: string, using: boolean, indexed: boolean): string {
  const table = beginMigration(replaySql(parser, `CREATE TABLE t (c ${from});${indexed ? ' CREATE INDEX t_c ON t (c);' : ''}`, base), 'case');
  const [statement] = parser.parse(`ALTER TABLE t ALTER c TYPE ${to}${using ? ` USING c::${to}` : ''}`).statements;
  const [operation] = statement?.operations ?? [];
  return operation ? shorthand(effects(operation, table, SERVER), indexed) : 'not parsed';
}

describe.each(MEASURED.types)('from %s', (from) => {
  it.each(['without', 'using'] as const)('%s', (how) => {
    const measured = (MEASURED[how][from] ?? '').split(' ');
    const wrong = MEASURED.types.flatMap((to, index) => {
      const result = measured[index] ?? '';
      // An error leaves open whether there was an index: there was one wherever the type has an operator class, which its change to itself shows.
      const indexed = (MEASURED.without[from] ?? '').split(' ')[MEASURED.types.indexOf(from)]?.endsWith('.') === false;
      const predicted = predict(from, to, how === 'using', indexed);
      return predicted === result ? [] : [`${from} → ${to}: ${result}, predicted ${predicted}`];
    });
    expect(wrong).toEqual([]);
  });
});

it('knows the casts between bytea and integers since 18 only', () => {
  const table = replaySql(parser, 'CREATE TABLE t (c bytea);', base);
  const [operation] = parser.parse('ALTER TABLE t ALTER c TYPE int USING c::int').statements.flatMap(({ operations }) => operations);
  const refusals = ([15, 18] as const).map((version) =>
    operation ? effects(operation, table, { ...SERVER, version }).fails.map(({ sqlstate }) => sqlstate) : ['not parsed'],
  );
  expect(refusals).toEqual([['42846'], []]);
});

it('misses functions that came later', () => {
  const table = replaySql(parser, 'CREATE TABLE u (c int);', emptyCatalog(true));
  const sqlstates = (sql: string, version: Server['version']): readonly string[] =>
    parser
      .parse(sql)
      .statements.flatMap(({ operations }) => operations)
      .flatMap((operation) => effects(operation, table, { ...SERVER, version }).fails.map(({ sqlstate }) => sqlstate));
  expect(sqlstates('ALTER TABLE u ADD COLUMN x uuid DEFAULT uuidv7()', 17)).toEqual(['42883']);
  expect(sqlstates('ALTER TABLE u ADD COLUMN x uuid DEFAULT uuidv7()', 18)).toEqual([]);
  expect(sqlstates('ALTER TABLE u ALTER COLUMN c SET DEFAULT random_normal()::int', 15)).toEqual(['42883']);
});
