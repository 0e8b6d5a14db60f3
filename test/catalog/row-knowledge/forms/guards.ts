import { check, foreignKey, type Form, forms, notNull, unique } from '../form.ts';

const raise = (condition: string): string => `DO $$ BEGIN IF ${condition} THEN RAISE EXCEPTION 'stop'; END IF; END $$`;
/** Rows that let the guard pass, so that the constraint is really tried. */
const CLEAN = `DELETE FROM c WHERE id > 2; UPDATE c SET x = id::text, y = id::text, p_id = 1, price = 1;`;

export const GUARDS: readonly Form[] = [
  ...['', CLEAN].flatMap((given) =>
    forms([
      [raise('EXISTS (SELECT 1 FROM c WHERE x IS NULL)'), notNull('x'), 'proven', given],
      [raise('(SELECT count(*) FROM c WHERE x IS NULL) > 0'), notNull('x'), 'proven', given],
      [
        `DO $$ DECLARE bad bigint; BEGIN SELECT count(*) INTO bad FROM c WHERE x IS NULL; IF bad > 0 THEN RAISE EXCEPTION 'stop: %', bad; END IF; END $$`,
        notNull('x'),
        'proven',
        given,
      ],
      [raise('EXISTS (SELECT 1 FROM c WHERE x IS NULL) OR EXISTS (SELECT 1 FROM c WHERE y IS NULL)'), notNull('y'), 'proven', given],
      [raise('EXISTS (SELECT x FROM c GROUP BY x HAVING count(*) > 1)'), unique('x'), 'proven', given],
      [raise('EXISTS (SELECT x FROM c GROUP BY x HAVING count(*) > 1)'), unique('x', ' NULLS NOT DISTINCT'), 'proven', given],
      [raise('EXISTS (SELECT x, y FROM c WHERE x IS NOT NULL GROUP BY x, y HAVING count(*) > 1)'), unique('x, y'), 'proven', given],
      [raise('(SELECT count(*) FROM (SELECT x FROM c GROUP BY x HAVING count(*) > 1) d) > 0'), unique('x'), 'proven', given],
      [raise('(SELECT count(*) FROM c) <> (SELECT count(DISTINCT x) FROM c)'), unique('x'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c a JOIN c b ON a.x = b.x AND a.id <> b.id)'), unique('x'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c LEFT JOIN p ON p.id = c.p_id WHERE p.id IS NULL AND c.p_id IS NOT NULL)'), foreignKey('p_id', 'p (id)'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c WHERE p_id NOT IN (SELECT id FROM p))'), foreignKey('p_id', 'p (id)'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c WHERE NOT EXISTS (SELECT 1 FROM p WHERE p.id = c.p_id))'), foreignKey('p_id', 'p (id)'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c WHERE parent_id NOT IN (SELECT id FROM c))'), foreignKey('parent_id', 'c (id)'), 'proven', given],
      [raise('EXISTS (SELECT 1 FROM c WHERE price <= 0)'), check('price > 0'), 'proven', given],
    ]),
  ),
  ...forms([
    [raise(`EXISTS (SELECT 1 FROM c WHERE x IS NULL AND y = 'nowhere')`), notNull('x'), 'likely'],
    [raise(`EXISTS (SELECT x FROM c WHERE req = 'q' GROUP BY x HAVING count(*) > 1)`), unique('x'), 'likely'],
    [raise('(SELECT count(*) FROM c WHERE x IS NULL) > 1000'), notNull('x'), 'nothing'],
    [`DO $$ BEGIN IF EXISTS (SELECT 1 FROM c WHERE x IS NULL) THEN RAISE NOTICE 'look'; END IF; END $$`, notNull('x'), 'nothing'],
  ]),
];
