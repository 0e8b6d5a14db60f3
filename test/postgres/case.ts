import { expect, it } from 'vitest';
import { type Outcome, outcomeOf } from './outcome.ts';

/** What we say of statements after the set-up `given`; parts that are left out of `says` are not looked at. */
export interface Case {
  readonly name: string;
  readonly given: string;
  readonly sql: string;
  readonly says: Partial<Outcome>;
}

export const check = (cases: readonly Case[]): void => {
  it.each(cases)('$name', async ({ given, sql, says }) => expect(await outcomeOf(given, sql)).toMatchObject(says));
};
