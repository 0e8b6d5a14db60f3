import { setFlagsFromString } from 'node:v8';
import { createLibpgQueryParser, type Parser } from '../parsers/index.ts';

/** Where V8 has its baseline compiler for all that WebAssembly is made of. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64'];

/**
 * The parser for a run of seconds. Recompiling its WebAssembly with all optimizations would cost more than the run: 2,204
 * migrations take half of the time without, a single one a third. Not for a process that stays.
 */
export function loadBriefly(): Promise<Parser> {
  if (ARCHITECTURES.includes(process.arch)) setFlagsFromString('--liftoff-only');
  return createLibpgQueryParser();
}
