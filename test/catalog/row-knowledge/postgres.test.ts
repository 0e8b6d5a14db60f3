import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from './forms/checks.ts';
import { DUPLICATES } from './forms/duplicates.ts';
import { FILLS } from './forms/fills.ts';
import { GUARDS } from './forms/guards.ts';
import { INSERTS } from './forms/inserts.ts';
import { REFERENCES } from './forms/references.ts';
import { rows, SCHEMA } from './fixture.ts';
import type { Form } from './form.ts';
import { after, strengthIn } from './strength.ts';

// What is called proven must hold on a real PostgreSQL for the worst rows, and what is called likely must be able to fail.

let database: PGlite;
/** The tables of the fixture with other rows in each schema. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

beforeAll(async () => {
  database = await PGlite.create();
  for (const seed of SEEDS) await database.exec(`CREATE SCHEMA s${seed}; SET search_path = s${seed}; ${SCHEMA} ${rows(seed, seed === 1 ? 4 : 30)}`);
}, 60_000);
afterAll(() => database.close());

/** SQLSTATE of the constraint after the clean-up; 'ok' when it holds, 'raised' when the clean-up itself stopped. */
async function outcome({ given = '', sql, then }: Form, seed: number): Promise<string> {
  await database.exec(`BEGIN; SET LOCAL search_path = s${seed}; ${given}`);
  try {
    const raised = await database.exec(sql).then(() => null, codeOf);
    if (raised !== null) {
      if (!sql.includes('RAISE') && !/^23/.test(raised)) throw new Error(`the clean-up fails with ${raised}: ${sql}`);
      return 'raised';
    }
    return await database.exec(then).then(() => 'ok', codeOf);
  } finally {
    await database.exec('ROLLBACK');
  }
}

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error));

const ALL = { FILLS, DUPLICATES, REFERENCES, CHECKS, INSERTS, GUARDS };

for (const [name, forms] of Object.entries(ALL)) {
  describe(name.toLowerCase(), () => {
    test.for(forms.map((form) => [`${form.strength}: ${form.sql} → ${form.then}`, form] as const))('%s', async ([, form]) => {
      const outcomes: string[] = [];
      for (const seed of SEEDS) outcomes.push(await outcome(form, seed));
      const failures = outcomes.filter((code) => code !== 'ok' && code !== 'raised');
      for (const code of failures) expect(code).toMatch(/^23/);
      expect(strengthIn(after(`${form.given ?? ''};${form.sql}`), form.then)).toBe(form.strength);
      if (form.strength === 'proven') expect(failures).toEqual([]);
      else if (form.harmless !== true) expect(failures).not.toEqual([]);
    });
  });
}
