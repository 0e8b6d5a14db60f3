// npm run examples: runs the command in every project of examples/, as somebody would who stands in it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'dist', 'bin.cjs');
for (const name of readdirSync(join(root, 'examples')).sort()) {
  const cwd = join(root, 'examples', name);
  if (!existsSync(join(cwd, 'package.json')) || name === 'plugin') continue;
  console.log(`\n$ cd examples/${name} && prisma-migration-lint\n`);
  const { status } = spawnSync(process.execPath, [bin], { cwd, stdio: 'inherit' });
  if (status !== 0 && status !== 1) process.exitCode = 1;
}
