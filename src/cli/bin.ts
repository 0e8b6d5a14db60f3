#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { codeFolder, CompiledFiles } from './code-cache.ts';
import { compileBriefly } from './engine-flags.ts';

const args = process.argv.slice(2);
const stays = args.includes('lsp');
// What was compiled counts for the flags of the engine, so that they come first.
if (!stays) compileBriefly();

const path = join(import.meta.dirname, 'command', 'command.cjs');
// To lint a file that was saved takes half of the code that all projects take.
const purpose = args.some((arg) => arg.endsWith('.sql')) ? 'a file' : 'all';
const files = keepsByItself() ? null : new CompiledFiles(codeFolder(dirname(import.meta.dirname)), purpose);
const { main, processWorld }: typeof import('./command.ts') = files === null ? nodeModule.createRequire(path)(path) : files.require(path);

main(args, processWorld()).then(
  (code) => {
    process.exitCode = code;
    if (code <= 1 && !args.some((arg) => NO_LINTING.includes(arg))) files?.keep();
  },
  // Node would print the line of code, which is as long as the file.
  (error: unknown) => {
    process.exitCode = 3;
    console.error(error instanceof Error ? error.stack : error);
  },
);

/** After such a run little is compiled of what other runs need. */
const NO_LINTING: readonly string[] = ['lsp', 'explain', 'rules', 'init', 'stats', '--help', '-h', '--version', '--print-config'];

/** Node 22 keeps what it compiled, of what is loaded after this. */
function keepsByItself(): boolean {
  const enable: unknown = Reflect.get(nodeModule, 'enableCompileCache');
  if (typeof enable === 'function') enable();
  return typeof enable === 'function';
}
