-- Every release since 1.4 writes both columns; this fills the rows that are older.
UPDATE "User" SET "fullName" = COALESCE("name", '') WHERE "fullName" IS NULL;
