-- Expand: the running release does not know the column, and does not need to.
ALTER TABLE "User" ADD COLUMN "fullName" TEXT;
