import { foreignKeyMismatch } from '../../rules/foreign-key-mismatch.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(foreignKeyMismatch, {
  valid: [{ given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id");' }],
  invalid: [
    {
      name: 'types',
      given: [
        `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" TEXT, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
      ],
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID;',
      messageId: 'types',
      why: '42804',
    },
    {
      name: 'target',
      given: [
        `CREATE TABLE "Customer" ("id" INTEGER NOT NULL);
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
      ],
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") NOT VALID;',
      messageId: 'target',
      why: '42830',
    },
  ],
});
