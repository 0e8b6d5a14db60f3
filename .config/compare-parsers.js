// npm run compare-parsers -- <folder of projects>
// Reads every migration below the folder with both parsers: the share that the second one understands, the operations that
// differ where both understand a statement, what it costs, and the findings that the second one loses or gains.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fastGlob from 'fast-glob';
import { createLibpgQueryParser, createPgsqlAstParser } from '../dist/index.js';

const MOST_EXAMPLES = 20;
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run compare-parsers -- <folder of projects>');
  process.exit(2);
}

const isUnderstood = ({ operations }) => operations.length > 0 && operations.every(({ kind }) => kind !== 'opaque');
const share = (part, whole) => `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`;
const tally = (counts, key, by = 1) => counts.set(key, (counts.get(key) ?? 0) + by);

function timed(parser, text) {
  const started = performance.now();
  const script = parser.parse(text);
  return { script, ms: performance.now() - started };
}

const parsers = { first: await createLibpgQueryParser(), second: await createPgsqlAstParser() };
const files = (await fastGlob('**/migration.sql', { cwd: folder, ignore: ['**/node_modules/**'] })).sort();
const seen = { whole: 0, split: 0, statements: 0, first: 0, second: 0, both: 0, operations: 0, firstMs: 0, secondMs: 0 };
const different = [];
const reasons = new Map();
for (const file of files) {
  const text = readFileSync(join(folder, file), 'utf8');
  const [one, two] = [timed(parsers.first, text), timed(parsers.second, text)];
  seen.firstMs += one.ms;
  seen.secondMs += two.ms;
  if (two.script.statements.every(isUnderstood)) seen.whole++;
  if (one.script.statements.length !== two.script.statements.length) seen.split++;
  const bySpan = new Map(two.script.statements.map((statement) => [`${statement.span.start}-${statement.span.end}`, statement]));
  for (const expected of one.script.statements) {
    seen.statements++;
    const found = bySpan.get(`${expected.span.start}-${expected.span.end}`);
    if (isUnderstood(expected)) seen.first++;
    if (!found || !isUnderstood(found)) {
      tally(reasons, found?.operations.find(({ kind }) => kind === 'opaque')?.node ?? 'cut into statements otherwise');
      continue;
    }
    seen.second++;
    if (!isUnderstood(expected)) continue;
    seen.both++;
    seen.operations += expected.operations.length;
    const count = Math.max(expected.operations.length, found.operations.length);
    for (let index = 0; index < count; index++)
      if (!isDeepStrictEqual(expected.operations[index], found.operations[index]))
        different.push({ file, sql: text.slice(expected.span.start, expected.span.end), expected: expected.operations[index], found: found.operations[index] });
  }
}

console.log(`files                        ${files.length}`);
console.log(`  understood whole           ${share(seen.whole, files.length)}`);
console.log(`  cut into other statements  ${seen.split}`);
console.log(`statements                   ${seen.statements}`);
console.log(`  first understands          ${share(seen.first, seen.statements)}`);
console.log(`  second understands         ${share(seen.second, seen.statements)}`);
console.log(`  both understand            ${share(seen.both, seen.statements)}`);
console.log(`operations of those          ${seen.operations}`);
console.log(`  different                  ${different.length}`);
console.log(`time                         ${Math.round(seen.firstMs)} ms and ${Math.round(seen.secondMs)} ms`);
console.log('\nnot understood by the second parser:');
for (const [node, count] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${String(count).padStart(5)}  ${node}`);
for (const { file, sql, expected, found } of different.slice(0, MOST_EXAMPLES))
  console.log(`\n${file}\n  ${sql.slice(0, 300)}\n  first:  ${JSON.stringify(expected)}\n  second: ${JSON.stringify(found)}`);

/** Findings by rule and place. */
function findings(parser) {
  const options = [
    '--prisma-version',
    '6.16.0',
    '--postgres-version',
    '15',
    '--format',
    'json',
    '--no-config',
    '--no-cache',
    '--fail-on',
    'never',
    '--parser',
    parser,
  ];
  const bin = join(import.meta.dirname, '..', 'dist', 'bin.cjs');
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, '.', ...options], { cwd: folder, maxBuffer: 2 ** 30, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${parser}: exit code ${status}: ${stderr}`);
  const counts = new Map();
  for (const { rule, file, start } of JSON.parse(stdout).diagnostics) tally(counts, `${rule} ${file}:${start?.offset}`);
  return counts;
}

const [expected, found] = [findings('libpg-query'), findings('pgsql-ast-parser')];
const rules = new Map();
const column = (rule, index, by) => {
  const row = rules.get(rule) ?? [0, 0, 0];
  row[index] += by;
  rules.set(rule, row);
};
for (const key of new Set([...expected.keys(), ...found.keys()])) {
  const [one, two] = [expected.get(key) ?? 0, found.get(key) ?? 0];
  const rule = key.slice(0, key.indexOf(' '));
  column(rule, 0, one);
  if (one > two) column(rule, 1, one - two);
  if (two > one) column(rule, 2, two - one);
}
console.log('\nfindings by rule: of the first parser, lost and gained with the second');
for (const [rule, [all, lost, gained]] of [...rules].sort())
  if (lost + gained > 0) console.log(`  ${rule.padEnd(36)} ${String(all).padStart(6)} ${String(lost).padStart(6)} ${String(gained).padStart(6)}`);
