import { blockingForeignKey } from '../../rules/blocking-foreign-key.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(blockingForeignKey, {
  valid: [
    { given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID;' },
    {
      given,
      sql: `CREATE TABLE "A" ("id" INTEGER PRIMARY KEY);
CREATE TABLE "B" ("a" INTEGER REFERENCES "A"("id"));`,
    },
    { given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");' },
  ],
  invalid: [
    {
      given,
      sql: `ALTER TABLE "Order" ADD COLUMN "payerId" INTEGER;
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("payerId") REFERENCES "Customer"("id");`,
      at: 'ADD CONSTRAINT "f" FOREIGN KEY ("payerId") REFERENCES "Customer"("id")',
      harms: ['blocks'],
      severity: 'warning',
      what: 'reads and writes',
      fixed: `ALTER TABLE "Order" ADD COLUMN "payerId" INTEGER;
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("payerId") REFERENCES "Customer"("id") NOT VALID;`,
    },
    {
      name: 'after a clean-up',
      given,
      sql: `DELETE FROM "Order" WHERE "customerId" NOT IN (SELECT "id" FROM "Customer");
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`,
      harms: ['blocks'],
    },
    {
      name: 'a large table',
      given,
      tables: { Order: 'large' },
      sql: `DELETE FROM "Order" WHERE "customerId" NOT IN (SELECT "id" FROM "Customer");
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`,
      severity: 'error',
    },
  ],
});
