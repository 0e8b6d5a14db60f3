import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { given, historyOf, isMigrationsFolder, lockedProvider, search, withFile } from '../../src/migration/index.ts';
import { sandbox } from '../cli/sandbox.ts';

const names = (folder: string): readonly string[] => historyOf(folder).migrations.map(({ name }) => name);
const nothing = (): boolean => false;

describe('order', () => {
  test('is that of localeCompare: not of bytes, not of numbers', () => {
    const written = ['20240101000000_b', '20240101_x', '0_init', '10_x', '2_x', '20240101000000_A', '20240101000000_'];
    const folder = sandbox(Object.fromEntries(written.map((name) => [`${name}/migration.sql`, ''])));
    expect(names(folder)).toEqual([...written].sort((a, b) => a.localeCompare(b, 'en')));
    expect(names(folder).slice(0, 3)).toEqual(['0_init', '10_x', '2_x']);
    expect(names(folder).indexOf('20240101_x')).toBeLessThan(names(folder).indexOf('20240101000000_A'));
  });
  test('a file that is not there yet gets its place', () => {
    const folder = sandbox({ '1/migration.sql': 'a', '3/migration.sql': 'c' });
    const file = (name: string, text: string) => ({ name, path: join(folder, name, 'migration.sql'), text, encoding: 'utf-8' as const });
    expect(withFile(historyOf(folder), file('2', 'b')).migrations.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(withFile(historyOf(folder), file('3', 'd')).migrations.map(({ text }) => text)).toEqual(['a', 'd']);
  });
});

describe('history', () => {
  test('is what is in migration.sql of direct folders', () => {
    const folder = sandbox({
      'm/1/migration.sql': 'a',
      'm/1/rollback.sql': 'x',
      'm/stray.sql': 'x',
      'm/2/deep/migration.sql': 'x',
      'm/3/migration.ts': 'x',
      'm/4/readme.md': 'x',
    });
    const { migrations, unreadable, entries } = historyOf(join(folder, 'm'));
    expect(migrations.map(({ name, text }) => [name, text])).toEqual([['1', 'a']]);
    expect(unreadable).toEqual([]);
    expect(entries.map(({ name, entry }) => ({ name, ...entry }))).toEqual([
      { name: '2', is: 'folder without migration.sql', holds: ['deep/migration.sql'] },
      { name: '4', is: 'folder without migration.sql', holds: [] },
      { name: 'stray.sql', is: 'stray file' },
    ]);
  });
  test('a folder that is not there has none', () => {
    expect(historyOf('/nowhere/at/all')).toEqual({ migrations: [], unreadable: [], entries: [] });
  });
});

describe('migrations folders', () => {
  test.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['with a lock file', { 'x/migration_lock.toml': '' }, true],
    ['called so, with a migration', { 'migrations/a/migration.sql': '' }, true],
    ['in the singular', { 'migration/a/migration.sql': '' }, true],
    ['called so, with nothing of the kind', { 'migrations/a/up.sql': '' }, false],
    ['under another name, by time', { 'x/20240101_a/migration.sql': '', 'x/20240102_b/migration.sql': '' }, true],
    ['under another name', { 'x/a/migration.sql': '', 'x/b/migration.sql': '' }, false],
  ])('%s', (_, files, expected) => {
    const [first = ''] = Object.keys(files);
    expect(isMigrationsFolder(join(sandbox(files), first.split('/')[0] ?? ''))).toBe(expected);
  });
});

describe('provider', () => {
  test.each([
    ['provider = "postgresql"', 'postgresql'],
    ['# provider = "sqlite"\nprovider = "mysql"\n', 'mysql'],
    ['provider="sqlite"\r\n', 'sqlite'],
    ["provider = 'cockroachdb' # here\n", 'cockroachdb'],
    ['# nothing\n', null],
    ['provider = ""', null],
  ])('%j', (text, expected) => {
    expect(lockedProvider(sandbox({ 'migration_lock.toml': text }))).toBe(expected);
  });
});

describe('what a path means', () => {
  test('by what is there', () => {
    const folder = sandbox({ 'p/migrations/1/migration.sql': '', 'p/migrations/2/rollback.sql': '', 'lone/migration.sql': '', 'x.sql': '' });
    const at = (path: string): unknown => given(join(folder, path), nothing);
    expect(at('p')).toEqual({ is: 'folder', folder: join(folder, 'p') });
    expect(at('p/migrations')).toEqual({ is: 'migrations', folder: join(folder, 'p/migrations') });
    const migration = { is: 'migration', folder: join(folder, 'p/migrations'), name: '1' };
    expect(at('p/migrations/1')).toEqual(migration);
    expect(at('p/migrations/1/migration.sql')).toEqual(migration);
    expect(at('p/migrations/2/rollback.sql')).toEqual({ is: 'file', path: join(folder, 'p/migrations/2/rollback.sql') });
    const lone = { is: 'file', path: join(folder, 'lone/migration.sql') };
    expect(at('lone')).toEqual(lone);
    expect(at('lone/migration.sql')).toEqual(lone);
    expect(at('x.sql')).toEqual({ is: 'file', path: join(folder, 'x.sql') });
    expect(at('y.sql')).toEqual({ is: 'nothing' });
    expect(at('x.sql/migration.sql')).toEqual({ is: 'nothing' });
  });
  test('by what is configured', () => {
    const folder = sandbox({ 'db/changes/1/migration.sql': '' });
    const isConfigured = (one: string): boolean => one === join(folder, 'db/changes');
    expect(given(join(folder, 'db/changes'), isConfigured)).toMatchObject({ is: 'migrations' });
    expect(given(join(folder, 'db/changes/1'), isConfigured)).toMatchObject({ is: 'migration', name: '1' });
  });
});

test('the search goes below a lock file that lies in the wrong folder', () => {
  const folder = sandbox({
    'prisma/migration_lock.toml': 'provider = "postgresql"',
    'prisma/migrations/20250101000000_init/migration.sql': 'SELECT 1;',
    'prisma/20250101000000_init/deep/20250101000000_init/migration.sql': 'SELECT 1;',
  });
  expect(search(folder).migrations).toEqual([join(folder, 'prisma'), join(folder, 'prisma/migrations')]);
});

test('the search passes over copies and builds, and goes into hidden folders', () => {
  const folder = sandbox({
    'a/prisma/schema.prisma': '',
    'a/prisma/migrations/1/migration.sql': '',
    'b/migrations/migration_lock.toml': '',
    '.config/prisma.ts': '',
    'c/prisma.config.mjs': '',
    'd/migrations/clickhouse/0001_init.up.sql': '',
    'node_modules/x/migrations/1/migration.sql': '',
    'a/dist/migrations/1/migration.sql': '',
    'a/.next/migrations/1/migration.sql': '',
    'vendor/migrations/1/migration.sql': '',
  });
  expect(search(folder)).toEqual({
    migrations: [join(folder, 'a/prisma/migrations'), join(folder, 'b/migrations')],
    configs: [join(folder, '.config/prisma.ts'), join(folder, 'c/prisma.config.mjs')],
    schemas: [join(folder, 'a/prisma/schema.prisma')],
  });
});
