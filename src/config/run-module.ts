import * as ruleRoom from '../rule/index.ts';
import { defineConfig } from './config.ts';
import { ConfigError } from './error.ts';

/**
 * TypeScript and JavaScript alike: our own package is at hand in them even where it is not installed (npx, a global one).
 * Node never imports a file twice, so that a text that may be new is transpiled and evaluated.
 */
export async function runModule(path: string, live: string | null = null): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const virtualModules = { 'prisma-migration-lint': { ...ruleRoom, defineConfig }, 'prisma-migration-lint/rule': ruleRoom };
  const jiti = createJiti(path, { virtualModules, moduleCache: live === null });
  try {
    if (live === null) return await jiti.import(path, { default: true });
    const module: unknown = await jiti.evalModule(live, { filename: path, async: true, forceTranspile: true });
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const problem = message.startsWith('ParseError: ') || error instanceof SyntaxError ? 'is not valid' : 'cannot be run';
    throw new ConfigError(`${problem}: ${message.replace(/^ParseError: /, '').trim()}`, path, placeOf(error, path));
  }
}

/** Line of the first place in the file itself that the error names. */
function placeOf(error: unknown, path: string): number | null {
  const trace = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : '';
  const at = trace.indexOf(`${path}:`);
  const line = at < 0 ? undefined : /^:(\d+)/.exec(trace.slice(at + path.length))?.[1];
  return line === undefined ? null : Number(line);
}
