/*
  Warnings:

  - Added the required column `refillAt` to the `Medication` table without a default value. This is not possible if the table is not empty.

*/
-- AlterTable
ALTER TABLE "Medication" ADD COLUMN     "refillAt" INTEGER NOT NULL;
