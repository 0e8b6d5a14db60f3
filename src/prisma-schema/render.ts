import type { SourceFile } from '../core/index.ts';
import { schemaProvider } from './outline.ts';
import type { Prisma } from './prisma.ts';
import { refusal, sanitised } from './read-model.ts';

/** SQL, or in one line why there is none. */
export type Rendered = { readonly is: 'sql'; readonly sql: string } | { readonly is: 'refused'; readonly because: string };

/**
 * The SQL by which Prisma Migrate gets from one schema to another, on PostgreSQL; `from` null: from an empty database. Prisma's
 * own engine writes it, without a database. Depends on the texts and on nothing else.
 */
export async function renderChange(prisma: Prisma, from: readonly SourceFile[] | null, to: readonly SourceFile[]): Promise<Rendered> {
  const clash = from === null ? null : otherProvider(from, to);
  if (clash !== null) return { is: 'refused', because: clash };
  try {
    const [before, after] = [from && contents(prisma, from), contents(prisma, to)];
    const engineClass = await prisma.engine();
    const engine = await engineClass.new({ datamodels: [['schema.prisma', EMPTY]] }, () => undefined, NO_DATABASE);
    try {
      const { stdout } = await engine.diff({
        from: before === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: before },
        to: { tag: 'schemaDatamodel', files: after },
        script: true,
        exitCode: null,
        shadowDatabaseUrl: null,
        filters: { externalTables: [], externalEnums: [] },
      });
      return { is: 'sql', sql: stdout ?? '' };
    } finally {
      engine.free();
    }
  } catch (error) {
    return { is: 'refused', because: refusal(error) };
  }
}

/** What the engine is told of when it starts: that it reads the schemas once, when it compares them, takes a quarter less time. */
const EMPTY = 'datasource db {\n  provider = "postgresql"\n}\n';

/** Between databases of two kinds there is no way, and the engine panics, which ends the process. Null: they are of one. */
function otherProvider(from: readonly SourceFile[], to: readonly SourceFile[]): string | null {
  const [before, after] = [from, to].map((files) => schemaProvider(files.map(({ text }) => text))?.replace(/^postgres$/, 'postgresql'));
  return before === undefined || after === undefined || before === after ? null : `its provider was ${before} and is ${after}`;
}

const contents = (prisma: Prisma, files: readonly SourceFile[]): readonly { readonly path: string; readonly content: string }[] =>
  sanitised(prisma, files).map(({ path, text }) => ({ path, content: text }));

const ok = (value: unknown) => ({ ok: true, value });

/** The engine wants a server that tells its version, even when it is to compare two texts: is it CockroachDB, its version, its number. */
const VERSION = { columnNames: ['cockroach', 'version', 'number'], columnTypes: [5, 7, 0], rows: [[false, 'PostgreSQL 17.0', 170_000]] };

const connection = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: async () => ok(VERSION),
  executeRaw: async () => ok(0),
  executeScript: async () => ok(undefined),
  dispose: async () => ok(undefined),
  getConnectionInfo: () => ok({ schemaName: 'public', maxBindValues: 1, supportsRelationJoins: true }),
};

const NO_DATABASE = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => ok(connection),
  connectToShadowDb: async () => ok(connection),
  errorRegistry: { consumeError: () => undefined },
};
