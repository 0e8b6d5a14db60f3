import { loadPrisma, type Prisma, prismaVersion } from '../prisma-schema/index.ts';
import type { Renderer } from './renderer.ts';

/** Somewhere that text goes. Resolves when the text is handed over; a closed pipe swallows it. */
export interface Sink {
  readonly write: (text: string) => Promise<void>;
  readonly isTerminal: boolean;
  /** Null: not a terminal. */
  readonly columns: number | null;
}

/** All that a command knows of the process it runs in. */
export interface World {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Prisma's own reader of schemas; null where it is not installed. */
  readonly loadPrisma: () => Prisma | null;
  /** Prisma's engine in a thread of its own. Null, or left out: it works in this one. */
  readonly startRenderer?: () => Promise<Renderer | null>;
}

/** A stream of the process, opened when something is asked of it: that takes 5 ms, and a run may have nothing to say. */
export function sinkOf(open: () => NodeJS.WriteStream): Sink {
  let opened: { readonly stream: NodeJS.WriteStream; isClosed: boolean } | undefined;
  const state = (): NonNullable<typeof opened> => {
    if (opened) return opened;
    const now = { stream: open(), isClosed: false };
    now.stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      now.isClosed = true;
    });
    opened = now;
    return now;
  };
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (text === '') return resolve();
        const { stream, isClosed } = state();
        if (isClosed) resolve();
        else stream.write(text, () => resolve());
      }),
    get isTerminal() {
      return state().stream.isTTY === true;
    },
    get columns() {
      const { stream } = state();
      return stream.isTTY === true ? stream.columns : null;
    },
  };
}

export const processWorld = (): World => ({
  cwd: process.cwd(),
  env: process.env,
  stdout: sinkOf(() => process.stdout),
  stderr: sinkOf(() => process.stderr),
  readStdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return Buffer.concat(chunks);
  },
  // The clock of `performance` takes 3 ms to load.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  today: new Date().toISOString().slice(0, 10),
  loadPrisma,
  startRenderer: async () => (prismaVersion() === null ? null : (await import('./renderer.ts')).startRenderer()),
});
