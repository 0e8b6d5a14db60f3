import { briefExclusiveLock } from '../../rules/brief-exclusive-lock.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");`,
];

testRule(briefExclusiveLock, {
  valid: [{ given, sql: 'ALTER TABLE "Order" ADD COLUMN "x" TEXT;' }],
  invalid: [{ given, sql: 'ALTER TABLE "Order" DROP CONSTRAINT "f";', severity: 'info', what: 'Customer' }],
});
