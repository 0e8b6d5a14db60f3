import { setFlagsFromString } from 'node:v8';

/** Where V8 has its baseline compiler for all that WebAssembly is made of. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64'];

/** The newest Node of which it is known that it has the flag: V8 prints a line about one that it does not know. */
const NEWEST_WITH_LAZY_VALIDATION = 24;

/**
 * For a run of seconds: to compile WebAssembly again with all optimizations would cost more than the run. Parsing 2,204
 * migrations takes half of the time without, a single one a third. Not for a process that stays. Nor is it worth a third of the
 * time that Prisma's engine takes to load to check those of its functions that are never called.
 */
export function compileBriefly(): void {
  if (ARCHITECTURES.includes(process.arch)) setFlagsFromString('--liftoff-only');
  if (Number.parseInt(process.versions.node, 10) <= NEWEST_WITH_LAZY_VALIDATION) setFlagsFromString('--wasm-lazy-validation');
}
