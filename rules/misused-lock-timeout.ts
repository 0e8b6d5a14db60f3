import { defineRule } from '../src/rule/index.ts';

export const misusedLockTimeout = defineRule({
  id: 'misused-lock-timeout',
  meta: {
    summary: 'A lock_timeout that is switched off, too long to help, or set after the locks are taken',
    harms: [],
    severity: 'warning',
    preset: 'recommended',
  },
  messages: {
    off: () => ({
      what: 'lock_timeout = 0 switches the timeout off.',
      why: 'The migration then waits for its locks without end, and every later query of the table waits behind it.',
      todo: "Choose what your users can bear, for example `SET lock_timeout = '5s';`.",
    }),
    long: (data: { readonly value: string }) => ({
      what: `A lock_timeout of ${data.value} is longer than users wait.`,
      why: 'For that long, every query of the table queues up behind the waiting migration.',
      todo: "A few seconds are enough: `SET lock_timeout = '5s';`. When it gives up, deploy again.",
    }),
  },
  on: {
    setVariable(operation, context) {
      if (operation.name !== 'lock_timeout' || operation.value === null) return null;
      const milliseconds = durationOf(operation.value);
      if (milliseconds === 0) return context.finding('off', {}, { certainty: 'certain' });
      return milliseconds !== null && milliseconds > 60_000 ? context.finding('long', { value: operation.value }, { certainty: 'certain' }) : null;
    },
  },
});

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, '': 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a PostgreSQL setting such as `5s`, `2min`, `0`; null when it is none. */
function durationOf(value: string): number | null {
  const match = /^\s*'?(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d|)'?\s*$/.exec(value);
  const unit = UNITS[match?.[2] ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}
