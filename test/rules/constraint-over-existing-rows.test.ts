import { constraintOverExistingRows } from '../../rules/constraint-over-existing-rows.ts';
import { testRule } from '../test-rule.ts';

const given = [
  `CREATE TABLE "Customer" ("id" INTEGER NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Order" ("id" INTEGER NOT NULL, "customerId" INTEGER, "total" INTEGER NOT NULL, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));`,
];

testRule(constraintOverExistingRows, {
  valid: [
    { given, sql: 'ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0) NOT VALID;' },
    {
      given,
      sql: `CREATE TABLE "Draft" ("id" TEXT NOT NULL);
ALTER TABLE "Draft" ADD CONSTRAINT "c" CHECK ("id" <> '');`,
    },
  ],
  invalid: [
    {
      given,
      sql: 'ALTER TABLE "Order" ADD CONSTRAINT "c" CHECK ("total" > 0);',
      at: 'ADD CONSTRAINT "c" CHECK ("total" > 0)',
      harms: ['fails', 'blocks'],
      severity: 'error',
      why: '23514',
    },
    {
      name: 'EXCLUDE',
      given: ['CREATE TABLE "Slot" ("during" int4range);'],
      sql: 'ALTER TABLE "Slot" ADD CONSTRAINT "e" EXCLUDE USING gist ("during" WITH &&);',
      why: '23P01',
    },
    {
      name: 'a domain',
      given: [
        `CREATE DOMAIN "Price" AS INTEGER;
CREATE TABLE "Item" ("price" "Price");`,
      ],
      sql: 'ALTER DOMAIN "Price" ADD CONSTRAINT "c" CHECK (VALUE > 0);',
      advice: false,
      onlyAsWritten: true,
    },
  ],
});
