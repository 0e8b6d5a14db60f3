-- AlterTable
ALTER TABLE "User" RENAME COLUMN "displayUsername" TO "displayName";
