-- In a migration of its own: the scan runs without blocking writes.
ALTER TABLE "User" VALIDATE CONSTRAINT "User_fullName_not_null";
