import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setsLockTimeout } from '../../src/prisma-schema/index.ts';

const WITH = 'postgresql://u:p@h/db?schema=public&options=-c%20lock_timeout%3D5s';
const datasource = (lines: string): string => `datasource db {\n  provider = "postgresql"\n  ${lines}\n}`;
const nowhere = { variables: {}, folders: [] };

test.each([
  ['written out', datasource(`url = "${WITH}"`), nowhere, true],
  ['without it', datasource('url = "postgresql://u:p@h/db?schema=public"'), nowhere, false],
  ['other options', datasource('url = "postgresql://h/db?options=-c%20statement_timeout%3D5s"'), nowhere, false],
  ['a name that only ends so', datasource('url = "postgresql://h/db?options=-c%20my_lock_timeout%3D5s"'), nowhere, false],
  ['from the environment', datasource('url = env("DATABASE_URL")'), { variables: { DATABASE_URL: WITH }, folders: [] }, true],
  ['not known', datasource('url = env("DATABASE_URL")'), nowhere, false],
  ['migrations go over directUrl', datasource(`url = "${WITH}"\n  directUrl = "postgresql://h/db"`), nowhere, false],
  ['over directUrl it is', datasource(`url = env("POOLED")\n  directUrl = env("DIRECT")`), { variables: { DIRECT: WITH }, folders: [] }, true],
  ['prisma.config', `export default defineConfig({ datasource: { url: env('DATABASE_URL') } })`, { variables: { DATABASE_URL: WITH }, folders: [] }, true],
  ['process.env', 'datasource: { url: process.env.DATABASE_URL }', { variables: { DATABASE_URL: WITH }, folders: [] }, true],
] as const)('%s', (_name, text, environment, expected) => expect(setsLockTimeout([text], environment)).toBe(expected));

test('a .env file, as Prisma reads it; what the process has counts before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'connection-'));
  writeFileSync(join(folder, '.env'), `OTHER=1\nexport DATABASE_URL="${WITH}"\n`);
  const text = datasource('url = env("DATABASE_URL")');
  expect(setsLockTimeout([text], { variables: {}, folders: [join(folder, 'none'), folder] })).toBe(true);
  expect(setsLockTimeout([text], { variables: { DATABASE_URL: 'postgresql://h/db' }, folders: [folder] })).toBe(false);
});
