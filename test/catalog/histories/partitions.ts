import { type History, history, PARTITIONED, USER } from './history.ts';

export const PARTITIONS: readonly History[] = [
  history(
    'partitions get what their parent has',
    `CREATE TABLE p (id int, at date NOT NULL, kind text CHECK (kind <> ''), PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);`,
    `CREATE INDEX ON p (at);`,
    `CREATE TABLE p_a PARTITION OF p FOR VALUES IN ('a');`,
    `CREATE TABLE p_rest PARTITION OF p DEFAULT;`,
  ),
  history(
    'changes reach the partitions',
    PARTITIONED,
    `ALTER TABLE events ADD COLUMN note text DEFAULT 'x';`,
    `CREATE INDEX ON events (kind);`,
    `ALTER TABLE events ADD CONSTRAINT pos CHECK (id > 0);`,
    `ALTER TABLE events ALTER kind SET NOT NULL;`,
    `ALTER TABLE events ADD PRIMARY KEY (id, at);`,
    `ALTER TABLE events DROP COLUMN note;`,
    `ALTER TABLE events RENAME COLUMN kind TO sort;`,
  ),
  history(
    'ATTACH and DETACH',
    PARTITIONED,
    `CREATE INDEX events_kind ON events (kind);`,
    `ALTER TABLE events ADD PRIMARY KEY (id, at);`,
    `CREATE TABLE events_2025 (id bigint NOT NULL, at date NOT NULL, kind text);`,
    `ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');`,
    `ALTER TABLE events DETACH PARTITION events_2024;`,
  ),
  history(
    'an index of a partitioned table, one partition at a time',
    PARTITIONED,
    `CREATE INDEX i ON ONLY events (kind);`,
    `CREATE INDEX i_2024 ON events_2024 (kind);`,
    `ALTER INDEX i ATTACH PARTITION i_2024;`,
    `CREATE INDEX j ON ONLY events (id);`,
  ),
  history(
    'foreign keys of partitioned tables',
    USER,
    PARTITIONED,
    `ALTER TABLE events ADD COLUMN uid int;`,
    `ALTER TABLE events ADD FOREIGN KEY (uid) REFERENCES "User";`,
    `CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
  ),
  history('a partitioned table dropped', PARTITIONED, `CREATE INDEX ON events (kind);`, `DROP TABLE events;`),
];
