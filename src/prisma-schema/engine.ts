import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SchemaEngineClass } from './prisma.ts';

/** As far as it is used; the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, unknown>>) => { readonly exports: Readonly<Record<string, unknown>> };
};

interface EngineModule {
  readonly SchemaEngine: SchemaEngineClass;
  readonly __wbg_set_wasm: (exports: unknown) => void;
}

/** The module is one for the whole process, and works with the engine that it was given last. */
const STARTED = new WeakSet<EngineModule>();

/**
 * `wasmSchemaEngineLoader` of `@prisma/internals` looks for the engine in the folder of Prisma's command, which is not there
 * in the package. So it is loaded here in the way that the loader does, from the package that it depends on.
 */
export async function loadEngine(require: NodeJS.Require): Promise<SchemaEngineClass> {
  const path = createRequire(require.resolve('@prisma/internals/dist/wasm.js')).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue: EngineModule = await import(pathToFileURL(path).href);
  if (STARTED.has(glue)) return glue.SchemaEngine;
  STARTED.add(glue);
  const compiled = new WebAssembly.Module(readFileSync(join(dirname(path), 'schema_engine_bg.wasm')));
  const { exports } = new WebAssembly.Instance(compiled, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(exports);
  const start = exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  return glue.SchemaEngine;
}
