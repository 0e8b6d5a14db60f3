import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { SourceFile } from '../core/index.ts';
import type { Rendered } from '../prisma-schema/index.ts';

/** Prisma's engine in a thread of its own, so that schemas are rendered while migrations are parsed and replayed. */
export interface Renderer {
  /** Begins to render, and gives a function that waits for the result, as long as it takes. */
  readonly render: (from: readonly SourceFile[] | null, to: readonly SourceFile[]) => () => Rendered;
  /** Nothing more is to be rendered: the thread ends after what it was given. */
  readonly end: () => void;
}

/** What the thread is given to start with. */
export interface ThreadData {
  readonly port: MessagePort;
  /** The number of times that the thread had something to tell; 1 if it has ended. */
  readonly state: Int32Array<SharedArrayBuffer>;
}
export interface RenderingRequest {
  readonly id: number;
  readonly from: readonly SourceFile[] | null;
  readonly to: readonly SourceFile[];
}
export interface RenderingAnswer {
  readonly id: number;
  readonly rendered: Rendered;
}

/**
 * The longest to wait for: that the thread tells for the first time that it runs (it takes 0.05 s), and for one schema (the
 * largest known one, of 7,600 lines, takes 0.3 s). That the thread died without a word cannot be seen while waiting for it.
 */
const LONGEST_MS = { start: 10_000, schema: 60_000 };

/** Null: a thread would have to wait for this one, or is not allowed, or there is no program for it, as in the sources. */
export function startRenderer(program = join(import.meta.dirname, 'rendering-thread.cjs'), longestMs: typeof LONGEST_MS = LONGEST_MS): Renderer | null {
  if (availableParallelism() < 2 || !existsSync(program)) return null;
  const { port1: port, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(8));
  const data: ThreadData = { port: port2, state };
  try {
    const thread = new Worker(program, { workerData: data, transferList: [port2] });
    thread.on('error', () => undefined);
    thread.unref();
    return new Thread(thread, { port, state }, longestMs);
  } catch {
    port.close();
    return null;
  }
}

class Thread implements Renderer {
  readonly #thread: Worker;
  readonly #port: MessagePort;
  readonly #state: ThreadData['state'];
  readonly #answers = new Map<number, Rendered>();
  readonly #longestMs: typeof LONGEST_MS;
  #requests = 0;
  #failed: string | null = null;

  constructor(thread: Worker, { port, state }: ThreadData, longestMs: typeof LONGEST_MS) {
    this.#thread = thread;
    this.#port = port;
    this.#state = state;
    this.#longestMs = longestMs;
  }

  render(from: readonly SourceFile[] | null, to: readonly SourceFile[]): () => Rendered {
    const request: RenderingRequest = { id: this.#requests++, from, to };
    this.#port.postMessage(request);
    return () => this.#answerTo(request.id);
  }

  end(): void {
    this.#port.postMessage(null);
  }

  #answerTo(id: number): Rendered {
    for (;;) {
      const [told, ended] = [Atomics.load(this.#state, 0), Atomics.load(this.#state, 1) === 1];
      this.#receive();
      const answer = this.#answers.get(id);
      if (answer) return answer;
      if (ended) this.#failed ??= 'the engine of Prisma stopped';
      if (this.#failed !== null) return { is: 'refused', because: this.#failed };
      const longest = told === 0 ? this.#longestMs.start : this.#longestMs.schema;
      if (Atomics.wait(this.#state, 0, told, longest) !== 'timed-out') continue;
      this.#failed = `the engine of Prisma takes more than ${longest / 1000} s`;
      void this.#thread.terminate();
    }
  }

  #receive(): void {
    for (let received = receiveMessageOnPort(this.#port); received !== undefined; received = receiveMessageOnPort(this.#port)) {
      const { id, rendered }: RenderingAnswer = received.message;
      this.#answers.set(id, rendered);
    }
  }
}
