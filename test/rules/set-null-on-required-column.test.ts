import { setNullOnRequiredColumn } from '../../rules/set-null-on-required-column.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER NOT NULL, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(setNullOnRequiredColumn, {
  valid: [
    { given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE;' },
    {
      given: [
        `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
      ],
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL;',
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL;',
      at: 'ADD CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL',
      harms: ['fails'],
      severity: 'error',
      why: '23502',
      advice: false,
    },
    {
      name: 'in CREATE TABLE',
      given,
      sql: 'CREATE TABLE "Line" ("customerId" INTEGER NOT NULL, CONSTRAINT "f" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL);',
      table: 'public.Line',
      advice: false,
    },
  ],
});
