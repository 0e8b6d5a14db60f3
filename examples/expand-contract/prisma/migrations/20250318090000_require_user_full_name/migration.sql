-- The valid CHECK proves that there are no NULLs, so this takes no scan.
ALTER TABLE "User" ALTER COLUMN "fullName" SET NOT NULL;
ALTER TABLE "User" DROP CONSTRAINT "User_fullName_not_null";
