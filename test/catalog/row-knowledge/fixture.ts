/**
 * A schema with every kind of column that a clean-up may meet, and rows that are as bad as it allows: NULLs, duplicates,
 * orphans, values that differ in case or only in their text.
 */
export const SCHEMA = `
  CREATE TYPE "Role" AS ENUM ('A', 'B', 'C');
  CREATE TABLE owner (id int PRIMARY KEY, label text NOT NULL, nick text);
  CREATE TABLE p (id int PRIMARY KEY, code text NOT NULL UNIQUE, email text, owner_id int NOT NULL REFERENCES owner (id), boss_id int REFERENCES owner (id), loose_id int);
  CREATE TABLE extra (id int PRIMARY KEY, c_id int NOT NULL, p_id int NOT NULL, tag text NOT NULL);
  CREATE TABLE empty_p (id int PRIMARY KEY);
  CREATE TABLE holed_p (id int UNIQUE, name text);
  CREATE TABLE c (
    id int PRIMARY KEY, fk int NOT NULL REFERENCES p (id), opt int REFERENCES p (id), p_id int,
    x text, y text, n int, m int, req text NOT NULL, num numeric,
    role "Role" NOT NULL, maybe_role "Role", flag boolean NOT NULL, price int, created timestamp, seen timestamp NOT NULL,
    meta jsonb, req_meta jsonb NOT NULL, uid uuid, parent_id int, ref int NOT NULL, code text
  );
`;

/** What a migration under test may add: columns that are NULL in every row. */
export const FRESH = 'ALTER TABLE c ADD COLUMN f text, ADD COLUMN f_int int, ADD COLUMN f_uuid uuid, ADD COLUMN f_p int;';

function* numbers(seed: number): Generator<number> {
  let state = seed;
  while (true) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  fk: ['1', '2', '3'],
  opt: ['NULL', '1', '2', '3'],
  p_id: ['NULL', '1', '1', '2', '999', '998'],
  x: ['NULL', `'a'`, `'a'`, `'A'`, `'b'`, `''`],
  y: ['NULL', `'u'`, `'u'`, `'v'`],
  n: ['NULL', '1', '1', '2', '-1'],
  m: ['NULL', '1', '2'],
  req: [`'r'`, `'r'`, `'s'`],
  num: ['NULL', '1.0', '1.00', '1.4'],
  role: [`'A'`, `'B'`, `'C'`],
  maybe_role: ['NULL', `'A'`, `'B'`],
  flag: ['true', 'false'],
  price: ['NULL', '-1', '0', '5'],
  created: ['NULL', `'2024-01-01'`, `'2024-01-01'`, `'2024-02-02'`, `'infinity'`],
  seen: [`'2024-01-01'`, `'2024-01-01'`, `'2024-02-02'`, `'infinity'`],
  meta: ['NULL', `'null'`, `'{"k": 1}'`, `'{"k": null}'`],
  req_meta: [`'null'`, `'{}'`, `'5'`],
  uid: ['NULL', `'5f0c1cbe-5a2e-4f5e-9f3e-0f3a3c1c2b11'`, `'5f0c1cbe-5a2e-4f5e-9f3e-0f3a3c1c2b11'`],
  parent_id: ['NULL', '1', '2', '3', '999'],
  ref: ['1', '2', '999'],
  code: ['NULL', `'p1'`, `'p2'`, `'p9'`],
};

/** INSERT statements; every seed gives other rows. */
export function rows(seed: number, count: number): string {
  const random = numbers(seed);
  const pick = (values: readonly string[]): string => values[Math.floor((random.next().value ?? 0) * values.length)] ?? 'NULL';
  const names = Object.keys(COLUMNS);
  const lines = Array.from({ length: count }, (_, index) => `(${index + 1}, ${names.map((name) => pick(COLUMNS[name] ?? [])).join(', ')})`);
  const extras = Array.from(
    { length: count },
    (_, index) => `(${index + 1}, ${pick(['1', '2', '3', '777'])}, ${pick(['1', '2', '888'])}, ${pick([`'s'`, `'t'`])})`,
  );
  return `
    INSERT INTO owner VALUES (1, 'o', NULL), (2, 'o', 'n'), (3, 'q', 'n');
    INSERT INTO p VALUES (1, 'p1', 'e', 1, NULL, 1), (2, 'p2', NULL, 2, 1, 9), (3, 'p3', 'e', 2, 2, NULL);
    INSERT INTO holed_p VALUES (NULL, 'x'), (1, 'y'), (2, NULL);
    INSERT INTO extra VALUES ${extras.join(', ')};
    INSERT INTO c (id, ${names.join(', ')}) VALUES ${lines.join(', ')};`;
}
