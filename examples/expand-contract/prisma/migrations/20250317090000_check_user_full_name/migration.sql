ALTER TABLE "User" ADD CONSTRAINT "User_fullName_not_null" CHECK ("fullName" IS NOT NULL) NOT VALID;
