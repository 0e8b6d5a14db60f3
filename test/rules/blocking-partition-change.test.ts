import { blockingPartitionChange } from '../../rules/blocking-partition-change.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Event" ("id" INTEGER NOT NULL, "day" INTEGER NOT NULL) PARTITION BY RANGE ("day");
CREATE TABLE "Event_2025" ("id" INTEGER NOT NULL, "day" INTEGER NOT NULL);`,
];

testRule(blockingPartitionChange, {
  valid: [{ given, sql: 'CREATE TABLE "Event_2026" PARTITION OF "Event" FOR VALUES FROM (100) TO (200);' }],
  invalid: [
    { given, sql: 'ALTER TABLE "Event" ATTACH PARTITION "Event_2025" FOR VALUES FROM (0) TO (100);', harms: ['blocks'], severity: 'warning', advice: false },
  ],
});
