import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Experiment, Laboratory, type Measurement } from './measure.ts';

/** What a message claims, and the experiment that shows it. Left out: not looked at. */
export interface Claim extends Experiment {
  readonly says: string;
  /** SQLSTATE, or null: it goes through. Left out: null. */
  readonly error?: string | null;
  /** Lock by relation, at least these. */
  readonly locks?: Readonly<Record<string, string>>;
  readonly rewritten?: readonly string[];
  readonly reindexed?: readonly string[];
  /** Each pattern is found among what PostgreSQL said it did. */
  readonly does?: readonly RegExp[];
  /** None of these is. */
  readonly doesNot?: readonly RegExp[];
  /** SQLSTATE or 'ok' of each probe. */
  readonly probed?: readonly string[];
  readonly answered?: readonly (readonly Readonly<Record<string, unknown>>[])[];
}

/** Runs claims by rule on one embedded PostgreSQL. */
export function proveClaims(claims: Readonly<Record<string, readonly Claim[]>>): void {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await Laboratory.open();
  }, 60_000);
  afterAll(async () => {
    await laboratory.close();
  });
  describe.each(Object.entries(claims))('%s', (_rule, cases) => {
    test.each(cases.map((claim) => [claim.says, claim] as const))('%s', async (_says, claim) => {
      compare(claim, await laboratory.measure(claim));
    });
  });
}

function compare(claim: Claim, measured: Measurement): void {
  expect(measured.error?.sqlstate ?? null, measured.error?.message).toBe(claim.error ?? null);
  if (claim.locks) expect(measured.locks).toMatchObject(claim.locks);
  if (claim.rewritten) expect(measured.rewritten).toEqual(claim.rewritten);
  if (claim.reindexed) expect(measured.reindexed).toEqual(claim.reindexed);
  for (const pattern of claim.does ?? []) expect(measured.debug.join('\n')).toMatch(pattern);
  for (const pattern of claim.doesNot ?? []) expect(measured.debug.join('\n')).not.toMatch(pattern);
  if (claim.probed) expect(measured.probes).toEqual(claim.probed);
  if (claim.answered) expect(measured.answers).toEqual(claim.answered);
}
