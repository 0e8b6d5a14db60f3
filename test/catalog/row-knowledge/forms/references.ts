import { FRESH } from '../fixture.ts';
import { type Form, foreignKey, forms } from '../form.ts';

const p = foreignKey('p_id', 'p (id)');
const fresh = foreignKey('f_p', 'p (id)');
const code = foreignKey('code', 'p (code)');

export const REFERENCES: readonly Form[] = [
  ...forms([
    // Orphans removed.
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p)`, p, 'proven'],
    [`DELETE FROM c WHERE p_id IS NOT NULL AND p_id NOT IN (SELECT id FROM p)`, p, 'proven'],
    [`DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id)`, p, 'proven'],
    [`DELETE FROM c WHERE p_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id)`, p, 'proven'],
    [`DELETE FROM c WHERE NOT EXISTS (SELECT id FROM p WHERE id = c.p_id AND email IS NOT NULL)`, p, 'proven'],
    [`DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.opt)`, p, 'nothing'],
    [`DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id) AND req = 'r'`, p, 'likely'],
    [`DELETE FROM c WHERE p_id <> ALL (SELECT id FROM p)`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT DISTINCT id FROM p WHERE id IS NOT NULL)`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM holed_p)`, foreignKey('p_id', 'holed_p (id)'), 'likely'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM holed_p WHERE id IS NOT NULL)`, foreignKey('p_id', 'holed_p (id)'), 'proven'],
    [`DELETE FROM c WHERE id IN (SELECT c.id FROM c LEFT JOIN p ON p.id = c.p_id WHERE p.id IS NULL)`, p, 'proven'],
    [`DELETE FROM c WHERE id IN (SELECT c.id FROM c LEFT JOIN p ON p.id = c.p_id WHERE p.id IS NULL AND c.p_id IS NOT NULL)`, p, 'proven'],
    [`DELETE FROM c WHERE id IN (SELECT c.id FROM c LEFT JOIN p ON p.id = c.p_id WHERE p.id IS NULL AND c.req = 'r')`, p, 'likely'],
    [`DELETE FROM c USING c d LEFT JOIN p ON p.id = d.p_id WHERE d.id = c.id AND p.id IS NULL`, p, 'proven'],
    [`WITH orphans AS (SELECT c.id FROM c LEFT JOIN p ON c.p_id = p.id WHERE p.id IS NULL) DELETE FROM c USING orphans WHERE orphans.id = c.id`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p) OR p_id IS NULL`, p, 'proven'],
    [`DELETE FROM c WHERE code NOT IN (SELECT code FROM p)`, code, 'proven'],
    [`DELETE FROM c WHERE code NOT IN (SELECT code FROM p)`, p, 'nothing'],
    [`DELETE FROM c WHERE parent_id NOT IN (SELECT id FROM c)`, foreignKey('parent_id', 'c (id)'), 'likely'],
    [
      `DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id AND p.code = c.code)`,
      foreignKey('p_id, code', 'p (id, code)'),
      'proven',
      'CREATE UNIQUE INDEX ON p (id, code)',
    ],
    [
      `DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id) OR NOT EXISTS (SELECT 1 FROM p WHERE p.code = c.code)`,
      foreignKey('p_id, code', 'p (id, code)'),
      'nothing',
      'CREATE UNIQUE INDEX ON p (id, code)',
    ],

    // Orphans cut loose.
    [`UPDATE c SET p_id = NULL WHERE p_id NOT IN (SELECT id FROM p)`, p, 'proven'],
    [`UPDATE c SET p_id = NULL WHERE NOT EXISTS (SELECT p.id FROM p WHERE p.id = c.p_id)`, p, 'proven'],
    [`UPDATE c SET p_id = NULL WHERE p_id NOT IN (SELECT id FROM p) AND req = 'r'`, p, 'likely'],
    [`UPDATE c SET opt = NULL WHERE p_id NOT IN (SELECT id FROM p)`, p, 'nothing'],
    [`UPDATE c SET p_id = 12345 WHERE p_id NOT IN (SELECT id FROM p)`, p, 'nothing'],
    [`UPDATE c SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM c)`, foreignKey('parent_id', 'c (id)'), 'proven'],

    // Values that are there.
    [`UPDATE c SET p_id = fk`, p, 'proven'],
    [`UPDATE c SET p_id = opt`, p, 'proven'],
    [`UPDATE c SET p_id = ref`, p, 'nothing'],
    [`UPDATE c SET p_id = COALESCE(opt, fk)`, p, 'proven'],
    [`UPDATE c SET p_id = COALESCE(opt, ref)`, p, 'nothing'],
    [`UPDATE c SET p_id = CASE WHEN flag THEN fk ELSE opt END`, p, 'proven'],
    [`UPDATE c SET p_id = fk WHERE p_id IS NULL`, p, 'likely'],
    [`UPDATE c SET p_id = fk WHERE p_id IS NOT NULL`, p, 'proven'],
    [`UPDATE c SET p_id = fk WHERE p_id NOT IN (SELECT id FROM p)`, p, 'proven'],
    [`UPDATE c SET f_p = p.id FROM p WHERE p.code = c.code`, fresh, 'proven', FRESH],
    [`UPDATE c SET f_p = p.id FROM p WHERE p.code = c.code AND c.req = 'r'`, fresh, 'proven', FRESH],
    [`UPDATE c SET f_p = p.owner_id FROM p WHERE p.id = c.fk`, foreignKey('f_p', 'owner (id)'), 'proven', FRESH],
    [`UPDATE c SET f_p = p.boss_id FROM p WHERE p.id = c.fk`, foreignKey('f_p', 'owner (id)'), 'proven', FRESH],
    [`UPDATE c SET f_p = p.loose_id FROM p WHERE p.id = c.fk`, foreignKey('f_p', 'owner (id)'), 'nothing', FRESH],
    [`UPDATE c SET f_p = p.owner_id FROM p WHERE p.id = c.fk`, foreignKey('f_p', 'empty_p (id)'), 'nothing', FRESH],
    [`UPDATE c SET f_p = e.p_id FROM extra e WHERE e.c_id = c.id`, fresh, 'nothing', FRESH],
    [`UPDATE c SET f_p = (SELECT p.id FROM p WHERE p.code = c.code)`, fresh, 'proven', FRESH],
    [`UPDATE c SET f_p = (SELECT min(p.id) FROM p WHERE p.email = 'e')`, fresh, 'proven', FRESH],
    [`UPDATE c SET p_id = (SELECT p.id FROM p WHERE p.code = c.code)`, p, 'proven'],
    [`UPDATE c SET p_id = (SELECT p.id FROM p WHERE p.code = c.code) WHERE req = 'r'`, p, 'likely'],
    [`UPDATE c SET code = p.code FROM p WHERE p.id = c.fk`, code, 'proven'],
    [
      `UPDATE c SET p_id = p.id, code = p.code FROM p WHERE p.id = c.fk`,
      foreignKey('p_id, code', 'p (id, code)'),
      'proven',
      'CREATE UNIQUE INDEX ON p (id, code)',
    ],
    [`UPDATE c SET code = p.code FROM p WHERE p.id = c.fk`, foreignKey('fk, code', 'p (id, code)'), 'proven', 'CREATE UNIQUE INDEX ON p (id, code)'],
    [`UPDATE c SET code = p.code FROM p WHERE p.id = c.p_id`, foreignKey('p_id, code', 'p (id, code)'), 'likely', 'CREATE UNIQUE INDEX ON p (id, code)'],

    [`UPDATE c SET f_p = p.id FROM p WHERE p.id = c.p_id`, p, 'nothing', FRESH],
    [`UPDATE c SET f_p = p.id FROM p WHERE p.id = c.p_id`, fresh, 'proven', FRESH],
    [
      `DELETE FROM c WHERE (p_id, code) NOT IN (SELECT id, code FROM p)`,
      foreignKey('p_id, code', 'p (id, code)'),
      'proven',
      'CREATE UNIQUE INDEX ON p (id, code)',
    ],
    [`DELETE FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id AND p.code = c.code)`, code, 'proven'],

    // Values put there.
    [`INSERT INTO empty_p (id) SELECT DISTINCT p_id FROM c WHERE p_id IS NOT NULL`, foreignKey('p_id', 'empty_p (id)'), 'proven'],
    [`INSERT INTO empty_p (id) SELECT p_id FROM c WHERE p_id IS NOT NULL ON CONFLICT DO NOTHING`, foreignKey('p_id', 'empty_p (id)'), 'proven'],
    [`INSERT INTO empty_p (id) SELECT p_id FROM c WHERE p_id IS NOT NULL GROUP BY p_id`, foreignKey('p_id', 'empty_p (id)'), 'proven'],
    [`INSERT INTO empty_p (id) SELECT p_id FROM c WHERE p_id IS NOT NULL GROUP BY p_id HAVING count(*) > 6`, foreignKey('p_id', 'empty_p (id)'), 'nothing'],
    [`INSERT INTO empty_p (id) SELECT DISTINCT p_id FROM c WHERE p_id IS NOT NULL AND req = 'r'`, foreignKey('p_id', 'empty_p (id)'), 'likely'],
    [`INSERT INTO empty_p (id) SELECT DISTINCT p_id FROM c WHERE p_id IS NOT NULL LIMIT 1`, foreignKey('p_id', 'empty_p (id)'), 'nothing'],
    [
      `INSERT INTO holed_p (id) SELECT DISTINCT p_id FROM c WHERE p_id NOT IN (SELECT id FROM holed_p WHERE id IS NOT NULL)`,
      foreignKey('p_id', 'holed_p (id)'),
      'proven',
    ],
    [
      `INSERT INTO holed_p (id) SELECT DISTINCT p_id FROM c WHERE NOT EXISTS (SELECT 1 FROM holed_p h WHERE h.id = c.p_id)`,
      foreignKey('p_id', 'holed_p (id)'),
      'proven',
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY); INSERT INTO q SELECT concat('o', id) FROM c; UPDATE c SET f = concat('o', id)`,
      foreignKey('f', 'q (id)'),
      'proven',
      FRESH,
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY); INSERT INTO q SELECT concat('o', id) FROM c; UPDATE c SET f = concat('o', id, 'x')`,
      foreignKey('f', 'q (id)'),
      'nothing',
      FRESH,
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY); INSERT INTO q SELECT DISTINCT req || '_t' FROM c WHERE f IS NULL ON CONFLICT (id) DO NOTHING; UPDATE c SET f = req || '_t' WHERE f IS NULL`,
      foreignKey('f', 'q (id)'),
      'proven',
      FRESH,
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY); INSERT INTO q SELECT DISTINCT req || '_t' FROM c WHERE flag ON CONFLICT (id) DO NOTHING; UPDATE c SET f = req || '_t'`,
      foreignKey('f', 'q (id)'),
      'nothing',
      `${FRESH} UPDATE c SET flag = false WHERE req = 'r'`,
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY); INSERT INTO q SELECT concat('o', ref) FROM c GROUP BY ref; UPDATE c SET ref = ref + 1; UPDATE c SET f = concat('o', ref)`,
      foreignKey('f', 'q (id)'),
      'nothing',
      FRESH,
    ],

    [
      `CREATE TABLE q (id text PRIMARY KEY, a text UNIQUE); INSERT INTO q SELECT req || '_t', req FROM (SELECT DISTINCT req FROM c WHERE f IS NULL) d ON CONFLICT (id) DO NOTHING; UPDATE c SET f = req || '_t' WHERE f IS NULL`,
      foreignKey('f', 'q (id)'),
      'proven',
      FRESH,
    ],
    [
      `CREATE TABLE q (id text PRIMARY KEY, a int UNIQUE); INSERT INTO q SELECT req || '_t', 1 FROM (SELECT DISTINCT req FROM c) d ON CONFLICT DO NOTHING; UPDATE c SET f = req || '_t' WHERE f IS NULL`,
      foreignKey('f', 'q (id)'),
      'nothing',
      FRESH,
    ],
    [
      `INSERT INTO empty_p (id) SELECT DISTINCT ON (req) p_id FROM c WHERE p_id IS NOT NULL ORDER BY req ON CONFLICT DO NOTHING`,
      foreignKey('p_id', 'empty_p (id)'),
      'nothing',
    ],

    // What comes after.
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE c SET p_id = ref`, p, 'nothing'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE c SET p_id = NULL WHERE req = 'r'`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE c SET p_id = fk WHERE req = 'r'`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE c SET fk = 3, opt = 3; DELETE FROM p WHERE id = 1`, p, 'nothing'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE c SET fk = 3, opt = 3; UPDATE p SET id = 77 WHERE id = 1`, p, 'nothing'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); UPDATE p SET email = NULL`, p, 'proven'],
    [`DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); INSERT INTO p (id, code, owner_id) VALUES (50, 'p50', 1)`, p, 'proven'],
    [
      `DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); INSERT INTO c (id, fk, req, role, flag, seen, req_meta, ref, p_id) VALUES (999, 1, 'q', 'A', true, now(), '{}', 1, 4711)`,
      p,
      'nothing',
    ],
    [
      `DELETE FROM c WHERE p_id NOT IN (SELECT id FROM p); INSERT INTO c (id, fk, req, role, flag, seen, req_meta, ref) VALUES (999, 1, 'q', 'A', true, now(), '{}', 1)`,
      p,
      'proven',
    ],
    [
      `WITH gone AS (DELETE FROM holed_p WHERE id = 2 RETURNING id) DELETE FROM c WHERE p_id NOT IN (SELECT id FROM holed_p WHERE id IS NOT NULL)`,
      foreignKey('p_id', 'holed_p (id)'),
      'likely',
    ],
    [`UPDATE c SET parent_id = id; UPDATE c SET id = id + 1000`, foreignKey('parent_id', 'c (id)'), 'nothing'],
  ]),
  // Without orphans by what the other tables happen to hold, or by more than is looked at.
  ...forms(
    [
      [`DELETE FROM c WHERE id IN (SELECT c.id FROM c LEFT JOIN p ON p.id = c.p_id WHERE p.email IS NULL)`, p, 'nothing'],
      [`DELETE FROM c WHERE p_id NOT IN (SELECT owner_id FROM p)`, p, 'nothing'],
      [`DELETE FROM c WHERE (p_id, code) NOT IN (SELECT id, code FROM p)`, p, 'nothing'],
    ],
    true,
  ),
];
