import { FRESH } from '../fixture.ts';
import { check, type Form, forms } from '../form.ts';

const positive = check('price > 0');
const oneOf = (column: string, ...texts: readonly string[]): string => check(`${column} IN (${texts.map((text) => `'${text}'`).join(', ')})`);

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
  // Texts that come from an enum, or that are written out.
  ...forms([
    [`UPDATE c SET f = role::text`, oneOf('f', 'A', 'B', 'C'), 'proven', FRESH],
    [`UPDATE c SET f = role::text`, oneOf('f', 'A', 'B'), 'nothing', FRESH],
    [`UPDATE c SET f = role::text WHERE n = 1`, oneOf('f', 'A', 'B', 'C'), 'proven', FRESH],
    [`UPDATE c SET f = role::text; UPDATE c SET f = 'D' WHERE f = 'A'`, oneOf('f', 'B', 'C', 'D'), 'proven', FRESH],
    [`UPDATE c SET f = role::text; UPDATE c SET f = 'D' WHERE f = 'A' AND n = 1`, oneOf('f', 'B', 'C', 'D'), 'nothing', FRESH],
    [`UPDATE c SET f = role::text; UPDATE c SET f = x WHERE n = 1`, oneOf('f', 'A', 'B', 'C'), 'nothing', FRESH],
    [`UPDATE c SET f = 'P' WHERE role = 'A'; UPDATE c SET f = 'Q' WHERE role <> 'A'`, oneOf('f', 'P', 'Q'), 'proven', FRESH],
    [`UPDATE c SET f = CASE role WHEN 'A' THEN 'P' WHEN 'B' THEN 'Q' END`, oneOf('f', 'P', 'Q'), 'proven', FRESH],
    [`UPDATE c SET f = CASE WHEN role = 'A' THEN 'P' ELSE role::text END`, oneOf('f', 'P', 'B', 'C'), 'proven', FRESH],
    [`UPDATE c SET f = CASE WHEN n = 1 THEN 'P' ELSE role::text END`, oneOf('f', 'P', 'B', 'C'), 'nothing', FRESH],
    [`UPDATE c SET f = CASE role::text::varchar(1) WHEN 'AB' THEN 'P' ELSE role::text END`, oneOf('f', 'P', 'B', 'C'), 'nothing', FRESH],
    [`UPDATE c SET f = COALESCE(maybe_role::text, 'P')`, oneOf('f', 'A', 'B', 'C', 'P'), 'proven', FRESH],
    [`UPDATE c SET x = role::text`, oneOf('x', 'A', 'B', 'C'), 'proven'],
    [`UPDATE c SET x = role::text WHERE n = 1`, oneOf('x', 'A', 'B', 'C'), 'nothing'],
    [`UPDATE c SET f = d.role::text FROM c d WHERE d.id = c.parent_id`, oneOf('f', 'A', 'B', 'C'), 'proven', FRESH],
    [`ALTER TABLE c ALTER COLUMN role TYPE text`, oneOf('role', 'A', 'B', 'C'), 'proven'],
    [`ALTER TABLE c ALTER COLUMN role TYPE text; UPDATE c SET role = 'B' WHERE role = 'C'`, oneOf('role', 'A', 'B'), 'proven'],
    [`ALTER TABLE c ALTER COLUMN role TYPE text USING CASE role WHEN 'A' THEN 'P' ELSE 'Q' END`, oneOf('role', 'P', 'Q'), 'proven'],
    [`ALTER TABLE c ALTER COLUMN role TYPE text; UPDATE c SET role = lower(role)`, oneOf('role', 'A', 'B', 'C'), 'nothing'],
    [`UPDATE c SET role = 'B' WHERE role = 'C'; ALTER TABLE c ALTER COLUMN role TYPE text`, oneOf('role', 'A', 'B'), 'proven'],
    [`UPDATE c SET f = role::text; ALTER TABLE c RENAME COLUMN f TO g`, oneOf('g', 'A', 'B', 'C'), 'proven', FRESH],
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
