// npm run bench -- [--corpus <folder of projects>] [--squawk <path>] [--rounds <n>]
// How long things take, as ratios: to a process of Node that does nothing, and to squawk where it is to be had.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { history, writeProject } from './history.js';
import { inside } from './inside.js';
import { measure, memoryOf } from './processes.js';

const { values } = parseArgs({ options: { corpus: { type: 'string' }, squawk: { type: 'string' }, rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
const bin = join(import.meta.dirname, '..', '..', 'dist', 'bin.cjs');
const squawk = values.squawk ?? (spawnSync('squawk', ['--version']).status === 0 ? 'squawk' : null);
const work = mkdtempSync(join(tmpdir(), 'migration-lint-bench-'));
const OPTIONS = ['--prisma-version', '6.16.0', '--postgres-version', '15', '--format', 'json', '--no-config', '--fail-on', 'never'];

const bare = { label: 'node -e 0', command: process.execPath, args: ['-e', '0'], cwd: work };
const ours = (label, cwd, more, before) => ({ label, command: process.execPath, args: [bin, ...OPTIONS, ...more], cwd, ...(before ? { before } : {}) });
const theirs = (label, cwd, files) => (squawk === null ? [] : [{ label, command: squawk, args: ['--reporter', 'json', ...files], cwd }]);

/** Files below a folder that are migrations, sorted. */
const migrationsIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /[\\/]migration\.sql$/.test(name) && !name.includes('node_modules'))
    .sort();

function table(title, rows) {
  const [first] = rows;
  const native = rows.find(({ command }) => command === squawk);
  console.log(`\n${title}\n${'-'.repeat(title.length)}`);
  for (const { label, median, least } of rows) {
    const ratios = [`${(median / first.median).toFixed(2)} x ${first.label}`, ...(native ? [`${(median / native.median).toFixed(2)} x squawk`] : [])];
    console.log(`${label.padEnd(34)} median ${median.toFixed(0).padStart(6)} ms   least ${least.toFixed(0).padStart(6)} ms   ${ratios.join('   ')}`);
  }
}

/** One migration of a project is changed and linted, each time in a new process and with another text. */
function onSave(title, folder, file) {
  const text = readFileSync(join(folder, file), 'utf8');
  const edit = (round) => writeFileSync(join(folder, file), `${text}\n-- edit ${round}\n`);
  const cache = mkdtempSync(join(work, 'cache-'));
  const saved = ours('on save, with a cache', folder, [file, '--cache-location', cache], edit);
  measure([saved], 1);
  table(
    title,
    measure([bare, ours('on save, without a cache', folder, [file, '--no-cache'], edit), saved, ...theirs('squawk, of that file', folder, [file])], rounds),
  );
}

function throughput(title, folder) {
  const files = migrationsIn(folder);
  const warm = ours('with a cache', folder, ['.', '--cache-location', join(work, `cache-${files.length}`)]);
  measure([warm], 1);
  table(
    `${title}: ${files.length} migrations`,
    measure([bare, ours('without a cache', folder, ['.', '--no-cache']), warm, ...theirs('squawk', folder, files)], Math.min(rounds, 3)),
  );
}

function growth() {
  const [small, large] = [800, 8000].map((length) => {
    const folder = join(work, `generated-${length}`);
    writeProject(folder, length);
    return ours(`${length} migrations`, folder, ['.', '--no-cache']);
  });
  table('Growth, without a cache', measure([small, large], Math.min(rounds, 3)));
  console.log(`memory: ${memoryOf(small)} MB, ${memoryOf(large)} MB`);
}

console.log(`Node ${process.version}, ${process.arch}, ${availableParallelism()} processors, medians of ${rounds} rounds`);
try {
  await inside(history(434));
  const generated = join(work, 'generated-434');
  writeProject(generated, 434);
  onSave('One changed migration of 434, generated', generated, migrationsIn(generated).at(-1));
  throughput('All of a generated project', generated);
  growth();
  if (values.corpus !== undefined) {
    const corpus = join(work, 'corpus');
    cpSync(values.corpus, corpus, { recursive: true });
    const longest = [...grouped(migrationsIn(corpus)).values()].sort((a, b) => b.length - a.length).slice(0, 2);
    for (const files of longest) onSave(`One changed migration of ${files.length}, ${dirname(dirname(files[0]))}`, corpus, files.at(-1));
    throughput('All projects of the corpus', corpus);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** By migrations folder. */
function grouped(files) {
  const homes = new Map();
  for (const file of files) homes.set(dirname(dirname(file)), [...(homes.get(dirname(dirname(file))) ?? []), file]);
  return homes;
}
