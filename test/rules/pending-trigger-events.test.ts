import { pendingTriggerEvents } from '../../rules/pending-trigger-events.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") DEFERRABLE INITIALLY DEFERRED;`,
];

testRule(pendingTriggerEvents, {
  valid: [
    {
      given: [
        `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
      ],
      sql: `UPDATE "Order" SET "customerId" = 1 WHERE "customerId" = 2;
ALTER TABLE "Order" ADD COLUMN "note" TEXT;`,
    },
    {
      given,
      prisma: '7.8.0',
      sql: `UPDATE "Order" SET "customerId" = 1 WHERE "customerId" = 2;
ALTER TABLE "Order" ADD COLUMN "note" TEXT;`,
    },
  ],
  invalid: [
    {
      given,
      sql: `UPDATE "Order" SET "customerId" = 1 WHERE "customerId" = 2;
ALTER TABLE "Order" ADD COLUMN "note" TEXT;`,
      at: 'ADD COLUMN "note" TEXT',
      harms: ['fails'],
      why: '55006',
    },
  ],
});
