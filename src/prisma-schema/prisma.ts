import { createRequire } from 'node:module';

/** What reads schema.prisma. Takes and gives JSON; throws with JSON of `{ error_code, message }`. */
export interface SchemaWasm {
  readonly get_datamodel: (params: string) => string;
  readonly preview_features: () => string;
}

/** What compares schemas. `T` of an answer is not looked at here. */
export interface SchemaEngine {
  readonly diff: (params: unknown) => Promise<{ readonly stdout: string | null }>;
  readonly free: () => void;
}
export interface SchemaEngineClass {
  readonly new: (options: { readonly datamodels: readonly (readonly [string, string])[] }, log: () => void, adapter: unknown) => Promise<SchemaEngine>;
}

/** Prisma's own code, as `@prisma/internals` brings it along. */
export interface Prisma {
  /** Loaded when it is first asked for. */
  readonly schema: () => SchemaWasm;
  /** Loaded when it is first asked for. */
  readonly engine: () => Promise<SchemaEngineClass>;
}

/**
 * Prisma's own reader of schemas, or null where `@prisma/internals`, which is optional, is not installed. Of that package
 * only the part is loaded that reads schemas (16 ms; its index takes 200).
 *
 * @param from where to look for it: the file: URL of a module
 */
export function loadPrisma(from: string = import.meta.url): Prisma | null {
  const require = createRequire(from);
  if (!isInstalled(require)) return null;
  let schema: SchemaWasm | undefined;
  let engine: Promise<SchemaEngineClass> | undefined;
  return {
    schema: () => {
      schema ??= schemaWasm(require);
      return schema;
    },
    engine: () => {
      engine ??= import('./engine.ts').then(({ loadEngine }) => loadEngine(require));
      return engine;
    },
  };
}

/** The version of what {@link loadPrisma} would load, without loading it. Null: it is not installed. */
export function prismaVersion(from: string = import.meta.url): string | null {
  try {
    const { version }: { readonly version: string } = createRequire(from)('@prisma/internals/package.json');
    return version;
  } catch {
    return null;
  }
}

function isInstalled(require: NodeJS.Require): boolean {
  try {
    return require.resolve('@prisma/internals/dist/wasm.js') !== '';
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')) return false;
    throw error;
  }
}

function schemaWasm(require: NodeJS.Require): SchemaWasm {
  const { prismaSchemaWasm }: { readonly prismaSchemaWasm: SchemaWasm } = require('@prisma/internals/dist/wasm.js');
  return prismaSchemaWasm;
}
