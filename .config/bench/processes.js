// Whole processes: wall time, one after the other in turn, so that a busy machine is busy for all of them; memory in a run of its own.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

const TELL_MEMORY = '--import=data:text/javascript,process.on("exit",()=>process.stderr.write(`maxrss=${process.resourceUsage().maxRSS};`))';

/** `runs`: `{ label, command, args, cwd, before? }`. The same with `median` and `least` in milliseconds. */
export function measure(runs, rounds) {
  const times = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, run] of runs.entries()) {
      run.before?.(round);
      const started = performance.now();
      start(run, run.args);
      times[index].push(performance.now() - started);
    }
  }
  return runs.map((run, index) => ({ ...run, median: times[index].toSorted((a, b) => a - b)[rounds >> 1], least: Math.min(...times[index]) }));
}

/** Of a run of Node, in MB: the most that it held at once. */
export const memoryOf = (run) => Math.round(Number(/maxrss=(\d+);/.exec(start(run, [TELL_MEMORY, ...run.args]))?.[1]) / 1024);

/** What it says on standard error. Findings are no failure. */
function start({ label, command, args: _, cwd }, args) {
  const out = openSync(devNull, 'w');
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', out, 'pipe'], maxBuffer: 2 ** 30 });
  closeSync(out);
  if (error || status === null || (command === process.execPath && status > 1)) throw new Error(`${label}: ${error ?? stderr}`);
  return stderr;
}
