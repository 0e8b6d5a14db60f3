import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { chooseRunner, LintSession, policyOf } from '../../src/engine/index.ts';
import { createLibpgQueryParser } from '../../src/parsers/index.ts';
import { LOCK, sandbox } from '../cli/sandbox.ts';
import { type Editor, editorIn } from './editor.ts';
import { generated, nameOf, percentile } from './generated.ts';

// The bounds leave room for a slow machine that does other things as well; the figures are printed.

const MIGRATIONS = 434;
const TABLES = 40;

function project(): Readonly<Record<string, string>> {
  const migrations = Array.from({ length: MIGRATIONS }, (_, at): readonly [string, string] => [fileOf(at), generated(at, TABLES)]);
  return { 'package.json': '{ "devDependencies": { "prisma": "6.16.1" } }', 'prisma/migrations/migration_lock.toml': LOCK, ...Object.fromEntries(migrations) };
}

const fileOf = (at: number): string => `prisma/migrations/${nameOf(at)}/migration.sql`;

/** Says the heap that is left after a collection when it gets a signal. The server itself knows nothing of it. */
const TELLS_HEAP = "process.on('SIGUSR2',()=>{gc();gc();process.stderr.write('heap '+process.memoryUsage().heapUsed+'\\n')})";

async function heapOf(editor: Editor): Promise<number> {
  const said = editor.stderr.length;
  editor.process.kill('SIGUSR2');
  while (!/heap \d+\n/.test(editor.stderr.slice(said))) await new Promise((resolve) => setTimeout(resolve, 5));
  return Number(/heap (\d+)\n/.exec(editor.stderr.slice(said))?.[1]);
}

/** Milliseconds from each edit to its diagnostics: a statement is typed behind the others, and taken away again. */
async function typing(editor: Editor, path: string, edits: number): Promise<readonly number[]> {
  const text = editor.document(path).getText();
  const samples: number[] = [];
  for (let at = 0; at < edits; at++) {
    const started = performance.now();
    if (at % 5 === 4) await editor.replace(path, text);
    else await editor.type(path, `ALTER TABLE "Table${at % TABLES}" DROP COLUMN "amount";\n`);
    samples.push(performance.now() - started);
  }
  return samples;
}

describe(`a server with ${MIGRATIONS} migrations`, () => {
  test('answers 500 edits at once, and keeps nothing of them', { timeout: 60_000 }, async () => {
    const editor = await editorIn(sandbox(project()), { node: ['--expose-gc', '--import', `data:text/javascript,${TELLS_HEAP}`] });
    const started = performance.now();
    await editor.open(fileOf(MIGRATIONS - 1), generated(MIGRATIONS - 1, TABLES));
    const opened = performance.now() - started;
    // Until what is called often is compiled.
    await typing(editor, fileOf(MIGRATIONS - 1), 100);
    const before = await heapOf(editor);
    const samples = await typing(editor, fileOf(MIGRATIONS - 1), 500);
    const after = await heapOf(editor);
    const [p50, p95, most] = [percentile(samples, 0.5), percentile(samples, 0.95), Math.max(...samples)];
    const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
    console.info(
      `${MIGRATIONS} migrations: first diagnostics after ${opened.toFixed(0)} ms; 500 edits: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, most ${most.toFixed(1)} ms; heap ${megabytes(before)} before, ${megabytes(after)} after`,
    );
    expect(p95).toBeLessThan(500);
    expect(after - before).toBeLessThan(4 * 2 ** 20);
    expect(await editor.quit()).toBe(0);
  });
});

describe('a session', () => {
  test.each([
    [434, 40, 100],
    [8000, 600, 250],
  ])('with %i migrations lints one again without the others', { timeout: 60_000 }, async (count, tables, bound) => {
    const migrations = Array.from({ length: count }, (_, at) => ({ name: nameOf(at), path: fileOf(at), text: generated(at, tables) }));
    const session = new LintSession(
      { parser: await createLibpgQueryParser(), today: null },
      {
        root: '.',
        provider: 'postgresql',
        migrationsDir: 'prisma/migrations',
        schemaPath: null,
        migrations,
        history: 'folder',
        isReported: () => true,
        runner: chooseRunner({ prisma: { version: '6.16.1', source: 'test' } }),
        server: { version: 17, timeZone: null },
        schema: null,
        policy: policyOf(rules),
      },
    );
    const started = performance.now();
    session.analyse(nameOf(count - 1));
    const first = performance.now() - started;
    // From the newest on: what comes after an edit would have to be replayed.
    const samples = Array.from({ length: 300 }, (_, run) => {
      const at = count - 1 - Math.floor((Math.max(0, run - 100) / 200) * count);
      session.analyse(nameOf(at));
      const edited = performance.now();
      session.edit(nameOf(at), `${generated(at, tables)}-- ${run}\nALTER TABLE "Table${run % 20}" DROP COLUMN "amount";\n`);
      session.analyse(nameOf(at));
      return performance.now() - edited;
    });
    const p95 = percentile(samples, 0.95);
    console.info(
      `${count} migrations: replayed in ${first.toFixed(0)} ms; one linted again: p50 ${percentile(samples, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    );
    expect(p95).toBeLessThan(bound);
  });
});
