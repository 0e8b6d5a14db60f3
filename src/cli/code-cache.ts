import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { Store } from '../cache/index.ts';

/**
 * Runs a CommonJS file by what an earlier run compiled of it, as `module.enableCompileCache` of Node 22 does. V8 itself looks
 * at its version, its flags and the length of the text only: what is kept goes by the text, and is sealed.
 *
 * @returns keeps for later runs what is compiled by then, unless it was known already; never throws
 * @param path absolute; ASCII only; without `import()`
 * @param folder where it is kept; null: nowhere
 */
export function runCompiled(path: string, folder: string | null): () => void {
  const text = readFileSync(path, 'latin1');
  const store = folder === null ? null : new Store(folder);
  const engine = [process.version, process.arch, process.env['NODE_OPTIONS'] ?? '', ...process.execArgv];
  const name = `${createHash('sha256').update(JSON.stringify(engine)).update(text, 'latin1').digest('hex').slice(0, 32)}.code`;
  const known = store?.read(name) ?? null;
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${text}\n})`, {
    filename: path,
    ...(known === null ? {} : { cachedData: known }),
  });
  const module = new Module(path);
  const require = createRequire(path);
  require.cache[path] = module;
  module.filename = path;
  module.loaded = true;
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
  if (store === null || (known !== null && script.cachedDataRejected !== true)) return () => {};
  return () => {
    store.write(name, script.createCachedData());
    store.keepNewest('', '.code', MOST);
  };
}

/** Builds and versions of Node that take turns. */
const MOST = 3;

/**
 * Beside the package, in the `node_modules` that it is installed in. Null: it is installed nowhere, or nothing is to be kept; the
 * variable is that of Node 22.
 */
export function codeFolder(packageFolder: string): string | null {
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return null;
  const modules = basename(dirname(packageFolder)) === 'node_modules' ? dirname(packageFolder) : join(packageFolder, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache', 'prisma-migration-lint') : null;
}
