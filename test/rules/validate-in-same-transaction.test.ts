import { validateInSameTransaction } from '../../rules/validate-in-same-transaction.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(validateInSameTransaction, {
  valid: [
    {
      given: [
        `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
        'ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;',
      ],
      sql: 'ALTER TABLE "Order" VALIDATE CONSTRAINT "c";',
    },
    {
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "c";`,
    },
    {
      name: 'plain SQL',
      given,
      prisma: 'generic',
      sql: `ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "c";`,
    },
  ],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "c";`,
      at: 'VALIDATE CONSTRAINT "c"',
      harms: ['blocks'],
      severity: 'warning',
      what: 'statement 1',
    },
    {
      name: 'BEGIN makes one of two',
      given,
      prisma: '7.8.0',
      sql: `BEGIN;
ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "c";
COMMIT;`,
      why: 'BEGIN',
    },
    {
      name: 'in a file that Prisma cannot split',
      given,
      prisma: '7.8.0',
      sql: `ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;
ALTER TABLE "Order" VALIDATE CONSTRAINT "c";
DO $$ BEGIN NULL; END $$;`,
      why: 'because of statement 3 (DO $$ BEGIN …)',
      onlyAsWritten: true,
    },
  ],
});
