import { foreignKey, type Form, forms, notNull, unique } from '../form.ts';

const TABLE = 'CREATE TABLE q (id text, a int, b text, k int);';
const q = (column: string): string => unique(column, '', 'q');
const filled = (column: string): string => notNull(column, 'q');

export const INSERTS: readonly Form[] = [
  ...forms([
    [`INSERT INTO q (a) SELECT id FROM c`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c`, filled('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT n FROM c`, filled('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT fk FROM c`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT fk FROM c`, foreignKey('a', 'p (id)', 'q'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT p_id FROM c`, foreignKey('a', 'p (id)', 'q'), 'nothing', TABLE],
    [`INSERT INTO q (a, b) SELECT p.id, p.code FROM c JOIN p ON p.id = c.fk`, foreignKey('a, b', 'p (id, code)', 'q'), 'proven', `${TABLE} CREATE UNIQUE INDEX ON p (id, code);`],
    [`INSERT INTO q (a) SELECT DISTINCT fk FROM c`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a, b) SELECT DISTINCT fk, x FROM c`, q('a, b'), 'proven', TABLE],
    [`INSERT INTO q (a, b) SELECT DISTINCT fk, x FROM c`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a, k) SELECT fk, count(*) FROM c GROUP BY fk`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a, k) SELECT DISTINCT ON (fk) fk, id FROM c ORDER BY fk, created`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (k, b) SELECT min(id), x FROM c GROUP BY x, y`, q('b'), 'nothing', TABLE],
    [`INSERT INTO q (id) SELECT 'v-' || id FROM c`, q('id'), 'proven', TABLE],
    [`INSERT INTO q (id) SELECT gen_random_uuid() FROM c`, q('id'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT c.id FROM c JOIN extra e ON e.c_id = c.id`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT c.id FROM c JOIN p ON p.id = c.fk`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT c.id FROM c LEFT JOIN p ON p.id = c.p_id`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT c.id FROM c LEFT JOIN extra e ON e.c_id = c.id`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT c.id FROM c CROSS JOIN owner`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (id) VALUES ('a'), ('b')`, q('id'), 'proven', TABLE],
    [`INSERT INTO q (id) VALUES ('a'), ('a')`, q('id'), 'nothing', TABLE],
    [`INSERT INTO q (a) VALUES (1), (01)`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (id, b) VALUES ('a', 'x'), ('b', NULL)`, filled('b'), 'nothing', TABLE],
    [`INSERT INTO q (id, b) VALUES ('a', 'x'), ('b', 'y')`, filled('b'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c UNION SELECT id FROM p`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c UNION ALL SELECT id FROM p`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c UNION ALL SELECT n FROM c`, filled('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c; INSERT INTO q (a) SELECT id FROM c`, q('a'), 'nothing', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c; INSERT INTO q (b) VALUES ('x')`, q('a'), 'proven', TABLE],
    [`INSERT INTO q (a) SELECT id FROM c; INSERT INTO q (b) VALUES ('x')`, filled('a'), 'nothing', TABLE],
    [`INSERT INTO q SELECT id::text, id FROM c`, q('a'), 'proven', TABLE],
    [`DELETE FROM q; INSERT INTO q (a) SELECT id FROM c`, q('a'), 'proven', `${TABLE} INSERT INTO q (a) VALUES (1), (1);`],
    [`TRUNCATE q; INSERT INTO q (a) SELECT id FROM c`, q('a'), 'proven', `${TABLE} INSERT INTO q (a) VALUES (1), (1);`],
  ]),
];
