// npm run score -- <folder of projects> <command that reads a report> [its arguments]
// Lints the projects below the folder as they are measured there, and hands the report to the command that compares.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [folder, command, ...rest] = process.argv.slice(2);
if (folder === undefined || command === undefined) {
  console.error('usage: npm run score -- <folder of projects> <command that reads a report> [its arguments]');
  process.exit(2);
}
const report = join(mkdtempSync(join(tmpdir(), 'migration-lint-')), 'report.json');
const bin = join(import.meta.dirname, '..', 'dist', 'bin.cjs');
const options = ['--prisma-version', '6.16.0', '--postgres-version', '15', '--format', 'json', '--no-config', '--fail-on', 'never'];
writeFileSync(report, execFileSync(process.execPath, [bin, '.', ...options], { cwd: folder, maxBuffer: 2 ** 30 }));
process.exitCode = spawnSync(command, [report, ...rest], { stdio: 'inherit' }).status ?? 3;
