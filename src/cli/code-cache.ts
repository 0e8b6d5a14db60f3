import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { Store } from '../cache/index.ts';

/**
 * Runs files of CommonJS by what an earlier run compiled of them, as `module.enableCompileCache` of Node 22 does. V8 itself looks
 * at its version, its flags and the length of the text only: what is kept goes by the text, and is sealed.
 */
export class CompiledFiles {
  readonly #store: Store | null;
  readonly #conditions: string;
  readonly #added: (() => void)[] = [];

  /**
   * @param folder where they are kept; null: nowhere
   * @param purpose runs of different kinds need different parts of a file
   */
  constructor(folder: string | null, purpose: string) {
    this.#conditions = JSON.stringify([process.version, process.arch, process.env['NODE_OPTIONS'] ?? '', process.execArgv, purpose]);
    this.#store = folder === null ? null : new Store(folder);
  }

  /**
   * The exports of a file, and so for the files beside it that it requires. One that imports at run time is run as usual: the
   * engine does not allow it here.
   *
   * @param path absolute; ASCII only
   */
  require(path: string): unknown {
    const require = createRequire(path);
    const text = require.cache[path] === undefined ? readFileSync(path, 'latin1') : null;
    if (text === null || text.includes('import(')) return require(path);
    const compiled = this.#compile(path, text);
    const module = new Module(path);
    require.cache[path] = module;
    module.filename = path;
    module.loaded = true;
    const nearby = (id: string): unknown => (id.startsWith('./') ? this.require(join(dirname(path), id)) : require(id));
    compiled.runInThisContext()(module.exports, nearby, module, path, dirname(path));
    return module.exports;
  }

  #compile(path: string, text: string): Script {
    const wrapped = `(function(exports,require,module,__filename,__dirname){${text}\n})`;
    if (text.length < WORTH_KEEPING) return new Script(wrapped, { filename: path });
    const name = `${createHash('sha256').update(this.#conditions).update(text, 'latin1').digest('hex').slice(0, 32)}.${nameOf(path)}.code`;
    const known = this.#store?.read(name) ?? null;
    const script = new Script(wrapped, { filename: path, ...(known === null ? {} : { cachedData: known }) });
    if (known === null || script.cachedDataRejected === true) {
      this.#added.push(() => {
        this.#store?.write(name, script.createCachedData());
        this.#store?.keepNewest('', `.${nameOf(path)}.code`, MOST);
      });
    }
    return script;
  }

  /** Keeps for later runs what is compiled by now of files that were not known. Never throws. */
  keep(): void {
    for (const keep of this.#added) keep();
  }
}

/** Without what changes with each build. */
const nameOf = (path: string): string => basename(path, '.cjs').replace(/-[\w-]{8}$/, '');

/** Characters from which on it takes longer to compile a text than to look it up. */
const WORTH_KEEPING = 20_000;
/** Of one file: for purposes, builds and versions of Node that take turns. */
const MOST = 4;

/**
 * Beside the package, in the `node_modules` that it is installed in. Null: it is installed nowhere, or nothing is to be kept; the
 * variable is that of Node 22.
 */
export function codeFolder(packageFolder: string): string | null {
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return null;
  const modules = basename(dirname(packageFolder)) === 'node_modules' ? dirname(packageFolder) : join(packageFolder, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache', 'prisma-migration-lint') : null;
}
