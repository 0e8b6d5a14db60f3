-- Contract: nothing has read the column since release 1.5.
-- migration-lint-disable-next-statement drop-column -- contract phase, copied to fullName and unread since release 1.5
ALTER TABLE "User" DROP COLUMN "name";
