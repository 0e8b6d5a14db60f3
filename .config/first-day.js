// npm run first-day -- <folder of projects>
// The first day on real projects: in a copy of each, `init` and lint (nothing is found), then one unsafe migration in each of
// its histories (that, and nothing else, is found). Prints a table; exits 1 when a project behaves otherwise. Infos about a
// schema.prisma that differs from the migrations are counted apart: that is so today, whatever is deployed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run first-day -- <folder of projects>');
  process.exit(2);
}
const bin = join(import.meta.dirname, '..', 'dist', 'bin.cjs');
const copies = mkdtempSync(join(tmpdir(), 'migration-lint-first-day-'));
const run = (cwd, ...args) => spawnSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 30 });

/** A table of the first migrations that no later one drops or renames. */
function lastingTable(migrationsDir) {
  const texts = readdirSync(migrationsDir)
    .sort()
    .flatMap((name) => {
      try {
        return [readFileSync(join(migrationsDir, name, 'migration.sql'), 'utf8')];
      } catch {
        return [];
      }
    });
  const all = texts.join('\n');
  const created = [...all.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(?:"?public"?\.)?"?(\w+)"?\s*\(/g)].map(([, name]) => name);
  return created.find((name) => !new RegExp(`(?:DROP TABLE[^;]*\\b${name}\\b|\\b${name}"? RENAME TO)`).test(all));
}

const splitDrift = (diagnostics) => [diagnostics.filter(({ rule }) => rule !== 'schema-drift'), diagnostics.filter(({ rule }) => rule === 'schema-drift')];

const rows = [];
let failed = 0;
for (const project of readdirSync(folder).sort()) {
  const cwd = join(copies, project);
  cpSync(join(folder, project), cwd, { recursive: true });
  mkdirSync(join(cwd, '.git'), { recursive: true });
  const before = run(cwd, '--format', 'json');
  const { summary, projects } = JSON.parse(before.stdout);
  const init = run(cwd, 'init', '--ci', 'github', '--hook', 'husky', '--script');
  const clean = run(cwd, '--format', 'json');
  const [found, drift] = splitDrift(JSON.parse(clean.stdout).diagnostics);
  const again = run(cwd, 'init', '--ci', 'github', '--hook', 'husky', '--script');
  for (const { migrationsDir } of projects) {
    const next = join(cwd, migrationsDir, '29990101000000_unsafe');
    mkdirSync(next);
    const table = lastingTable(join(cwd, migrationsDir));
    writeFileSync(
      join(next, 'migration.sql'),
      `SET lock_timeout = '5s';\nALTER TABLE "${table}" ADD COLUMN "addedUnsafely" TEXT NOT NULL;\nRESET lock_timeout;\n`,
    );
  }
  const unsafe = run(cwd, '--format', 'json');
  const [diagnostics] = splitDrift(JSON.parse(unsafe.stdout).diagnostics);
  const rules = diagnostics.map(({ rule, migration }) => `${rule}${migration === '29990101000000_unsafe' ? '' : ` in ${migration}`}`);
  const expected = projects.map(() => 'required-column-without-default');
  const isRight =
    init.status === 0 &&
    clean.status === 0 &&
    found.length === 0 &&
    !/^wrote|^added/m.test(again.stdout) &&
    unsafe.status === 1 &&
    rules.join() === expected.join();
  if (!isRight) failed++;
  rows.push({
    project,
    histories: projects.length,
    migrations: summary.migrations,
    'errors before': summary.errors,
    'init exits': init.status,
    'then lint': `${clean.status}, ${found.length} findings`,
    'schema-drift': drift.length,
    'then unsafe': `${unsafe.status}, ${rules.join(', ')}`,
    right: isRight,
  });
}
rmSync(copies, { recursive: true, force: true });
console.table(rows);
process.exitCode = failed > 0 ? 1 : 0;
