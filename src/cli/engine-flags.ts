import { setFlagsFromString } from 'node:v8';

/** Where V8 has its baseline compiler for all that WebAssembly is made of. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64'];

/**
 * For a run of seconds: to compile WebAssembly again with all optimizations would cost more than the run. Parsing 2,204
 * migrations takes half of the time without, a single one a third. Not for a process that stays.
 */
export function compileBriefly(): void {
  if (ARCHITECTURES.includes(process.arch)) setFlagsFromString('--liftoff-only');
}
