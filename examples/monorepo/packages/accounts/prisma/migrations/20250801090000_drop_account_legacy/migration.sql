-- AlterTable
ALTER TABLE "Account" DROP COLUMN "legacy";
