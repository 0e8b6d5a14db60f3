// npm run validate-reports -- <folder of projects>
// Lints the projects below the folder and checks the reports in every format against its schema.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run validate-reports -- <folder of projects>');
  process.exit(2);
}
const root = join(import.meta.dirname, '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...process.env, PROJECTS: resolve(folder) };
process.exitCode = spawnSync(process.execPath, [vitest, 'run', 'test/reporters/conformance.test.ts'], { cwd: root, env, stdio: 'inherit' }).status ?? 3;
