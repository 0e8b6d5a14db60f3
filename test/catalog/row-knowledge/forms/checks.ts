import { check, type Form, forms } from '../form.ts';

const positive = check('price > 0');

export const CHECKS: readonly Form[] = [
  ...forms([
    [`DELETE FROM c WHERE NOT (price > 0)`, positive, 'proven'],
    [`DELETE FROM c WHERE price <= 0`, positive, 'proven'],
    [`DELETE FROM c WHERE price < 0`, positive, 'nothing'],
    [`DELETE FROM c WHERE price <= 0 AND req = 'r'`, positive, 'likely'],
    [`DELETE FROM c WHERE price <= 0 OR x = ''`, positive, 'proven'],
    [`DELETE FROM c WHERE NOT (price > 0 AND n > 0)`, check('price > 0 AND n > 0'), 'proven'],
    [`DELETE FROM c WHERE price <= 0 OR n <= 0`, check('price > 0 AND n > 0'), 'proven'],
    [`DELETE FROM c WHERE x NOT IN ('a', 'b')`, check(`x IN ('a', 'b')`), 'proven'],
    [`DELETE FROM c WHERE x IS NULL AND y IS NULL`, check('x IS NOT NULL OR y IS NOT NULL'), 'proven'],
    [`UPDATE c SET price = 1 WHERE price <= 0`, positive, 'proven'],
    [`UPDATE c SET price = 1 WHERE NOT (price > 0)`, positive, 'proven'],
    [`UPDATE c SET price = NULL WHERE price <= 0`, positive, 'proven'],
    [`UPDATE c SET price = 0 WHERE price <= 0`, positive, 'likely'],
    [`UPDATE c SET price = n WHERE price <= 0`, positive, 'likely'],
    [`UPDATE c SET price = 1 WHERE price < 0`, positive, 'nothing'],
    [`UPDATE c SET x = 'a' WHERE x NOT IN ('a', 'b')`, check(`x IN ('a', 'b')`), 'proven'],
    [`UPDATE c SET x = 'c' WHERE x NOT IN ('a', 'b')`, check(`x IN ('a', 'b')`), 'likely'],
    [`UPDATE c SET price = 1 WHERE price <= 0; UPDATE c SET price = 0 WHERE req = 'r'`, positive, 'nothing'],
    [`UPDATE c SET price = 1 WHERE price <= 0; UPDATE c SET price = 7 WHERE req = 'r'`, positive, 'proven'],
    [`UPDATE c SET price = 1 WHERE price <= 0; UPDATE c SET n = 7`, positive, 'proven'],
    [
      `UPDATE c SET price = 1 WHERE price <= 0; INSERT INTO c (id, fk, req, role, flag, seen, req_meta, ref, price) VALUES (999, 1, 'q', 'A', true, now(), '{}', 1, 0)`,
      positive,
      'nothing',
    ],
    [
      `UPDATE c SET price = 1 WHERE price <= 0; INSERT INTO c (id, fk, req, role, flag, seen, req_meta, ref) VALUES (999, 1, 'q', 'A', true, now(), '{}', 1)`,
      positive,
      'proven',
    ],
  ]),
  // Other spellings than that of the constraint.
  ...forms(
    [
      [`DELETE FROM c WHERE 0 >= price`, positive, 'nothing'],
      [`DELETE FROM c WHERE length(x) > 0 IS NOT TRUE`, check('length(x) > 0'), 'nothing'],
    ],
    true,
  ),
];
