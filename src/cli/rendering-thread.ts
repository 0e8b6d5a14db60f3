import { workerData } from 'node:worker_threads';
import { loadPrisma, renderChange } from '../prisma-schema/index.ts';
import type { RenderingAnswer, RenderingRequest, ThreadData } from './renderer.ts';

// The program of the thread that `startRenderer` starts. Everything that goes wrong in here ends it.

const { port, state }: ThreadData = workerData;
process.on('exit', () => {
  Atomics.store(state, 1, 1);
  announce();
});
announce();

const prisma = loadPrisma();
if (prisma === null) throw new Error('@prisma/internals is not installed');
// Gets ready while the first request is on its way.
prisma.engine().catch(() => null);

let work: Promise<void> = Promise.resolve();
port.on('message', (request: RenderingRequest | null) => {
  work = work.then(async () => {
    if (request === null) return port.close();
    const answer: RenderingAnswer = { id: request.id, rendered: await renderChange(prisma, request.from, request.to) };
    port.postMessage(answer);
    announce();
  });
});

function announce(): void {
  Atomics.add(state, 0, 1);
  Atomics.notify(state, 0);
}
