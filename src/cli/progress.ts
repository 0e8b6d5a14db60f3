import type { World } from './world.ts';

/** Short runs are over before anybody could read anything. */
const QUIET_FOR_MS = 500;
const EVERY_MS = 100;

/** A line that counts, on a terminal only; `clear` takes it away again. */
export class Progress {
  readonly #world: World;
  readonly #started: number;
  #shown = 0;

  constructor(world: World) {
    this.#world = world;
    this.#started = world.now();
  }

  /** Standard error of a terminal is written at once, also while we compute. */
  at(done: number, total: number): void {
    const now = this.#world.now();
    if (now - this.#started < QUIET_FOR_MS || now - this.#shown < EVERY_MS || !this.#world.stderr.isTerminal) return;
    this.#shown = now;
    void this.#world.stderr.write(`\r\u001B[2K${done} of ${total} migrations`);
  }

  async clear(): Promise<void> {
    if (this.#shown > 0) await this.#world.stderr.write('\r\u001B[2K');
  }
}
