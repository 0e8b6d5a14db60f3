import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Renderer, startRenderer } from '../../src/cli/renderer.ts';
import { command, INIT, LOCK, sandbox } from './sandbox.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const SCHEMA = 'datasource db {\n  provider = "postgresql"\n}\n\nmodel User {\n  id    Int @id\n  email String?\n  name  String?\n}\n';
const schema = (text: string) => [{ path: 'schema.prisma', text }];

describe.runIf(availableParallelism() > 1)('a thread that renders schemas', () => {
  const start = (program: string, longestMs?: { readonly start: number; readonly schema: number }): Renderer => {
    const renderer = startRenderer(program, longestMs);
    if (renderer === null) throw new Error(`no thread for ${program}`);
    return renderer;
  };
  const programmed = (text: string): string => join(sandbox({ 'thread.cjs': text }), 'thread.cjs');
  const PORT = "const { workerData: { port, state } } = require('node:worker_threads');";

  test('there is none without a program: in the sources', () => {
    expect(startRenderer()).toBeNull();
  });
  test('renders what it is asked, in any order, also what is no schema', () => {
    const program = join(dist, 'command', 'rendering-thread.cjs');
    expect(existsSync(program), 'dist/ is missing: npm run build').toBe(true);
    const renderer = start(program);
    const [create, change, wrong] = [
      renderer.render(null, schema(SCHEMA)),
      renderer.render(schema(SCHEMA), schema(SCHEMA.replace('name  String?', 'age Int?'))),
      renderer.render(null, schema(SCHEMA.replace('Int', 'Intt'))),
    ];
    renderer.end();
    expect(wrong()).toMatchObject({ is: 'refused', because: expect.stringMatching(/^Type "Intt" .*\(schema\.prisma:6\)$/) });
    expect(change()).toMatchObject({ is: 'sql', sql: expect.stringMatching(/DROP COLUMN "name",\s+ADD COLUMN\s+"age"/) });
    expect(create()).toMatchObject({ is: 'sql', sql: expect.stringContaining('CREATE TABLE "User"') });
    expect(create()).toEqual(create());
  });
  test('that breaks at once, or over a schema, is no reason to wait', () => {
    const stopped = { is: 'refused', because: 'the engine of Prisma stopped' };
    const announce = "process.on('exit', () => { Atomics.store(state, 1, 1); Atomics.add(state, 0, 1); Atomics.notify(state, 0); });";
    for (const then of ["throw new Error('x');", "port.on('message', () => { throw new Error('x'); });", 'process.exit(0);']) {
      const renderer = start(programmed(`${PORT} ${announce} ${then}`));
      const [one, other] = [renderer.render(null, schema('')), renderer.render(null, schema(''))];
      expect([one(), other()]).toEqual([stopped, stopped]);
    }
  });
  test.each([
    ['does not start', 'syntax error (', { start: 200, schema: 60_000 }],
    ['never answers', `${PORT} Atomics.add(state, 0, 1); Atomics.notify(state, 0); port.on('message', () => { for (;;); });`, { start: 60_000, schema: 200 }],
  ])('that %s is waited for once', (_, program, longest) => {
    const renderer = start(programmed(program), longest);
    const [one, other] = [renderer.render(null, schema('')), renderer.render(null, schema(''))];
    const slow = { is: 'refused', because: 'the engine of Prisma takes more than 0.2 s' };
    expect([one(), other()]).toEqual([slow, slow]);
  });
});

describe('a long history', () => {
  const filler = Array.from({ length: 2_500 }, (_, index) => `-- ${'x'.repeat(80)}\nCOMMENT ON TABLE "User" IS '${index}';\n`).join('');
  const project = (text: string): string =>
    sandbox({
      'package.json': '{ "devDependencies": { "prisma": "6.16.1" } }',
      'prisma/schema.prisma': text,
      'prisma/migrations/migration_lock.toml': LOCK,
      'prisma/migrations/20250101000000_init/migration.sql': `${INIT}\n${filler}`,
    });
  const run = (folder: string, ...node: readonly string[]) =>
    spawnSync(process.execPath, [...node, join(dist, 'bin.cjs'), '--format', 'json', '--no-cache', '--fail-on', 'never'], { cwd: folder, encoding: 'utf8' });
  const diagnosticsIn = (stdout: string): unknown => {
    const report: { readonly diagnostics: unknown } = JSON.parse(stdout);
    return report.diagnostics;
  };

  test('is linted with a thread as without', async () => {
    const folder = project(SCHEMA);
    const outcome = run(folder);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toContain('schema-drift');
    const within = await command(folder, ['--format', 'json', '--no-cache', '--fail-on', 'never']);
    expect(diagnosticsIn(outcome.stdout)).toEqual(diagnosticsIn(within.stdout));
  });
  test('is linted where threads are not allowed, and a schema that Prisma refuses is a note', () => {
    const folder = project(SCHEMA.replace('Int', 'Intt'));
    const restricted = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
    for (const flags of [[], [restricted, '--allow-fs-read=*', '--allow-fs-write=*', '--no-warnings']]) {
      const { status, stderr } = run(folder, ...flags);
      expect({ status, stderr }).toMatchObject({
        status: 0,
        stderr: expect.stringMatching(/^note: prisma\/schema.prisma: Type "Intt" .*; so it was not checked .*\n$/),
      });
    }
  });
});
