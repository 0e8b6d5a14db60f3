import { foreignKeyWithoutOrphanCheck } from '../../rules/foreign-key-without-orphan-check.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(foreignKeyWithoutOrphanCheck, {
  valid: [
    {
      given,
      sql: `DELETE FROM "Order" WHERE "customerId" NOT IN (SELECT "id" FROM "Customer");
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`,
    },
    {
      given,
      sql: `UPDATE "Order" SET "customerId" = NULL WHERE NOT EXISTS (SELECT 1 FROM "Customer" c WHERE c."id" = "Order"."customerId");
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`,
    },
    { given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID;' },
    {
      given,
      sql: `ALTER TABLE "Order" ADD COLUMN "payerId" INTEGER;
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("payerId") REFERENCES "Customer"("id");`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");',
      at: 'ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id")',
      harms: ['fails', 'blocks'],
      severity: 'error',
      preflight: /"Customer"/,
      column: 'customerId',
      why: '23503',
    },
  ],
});
