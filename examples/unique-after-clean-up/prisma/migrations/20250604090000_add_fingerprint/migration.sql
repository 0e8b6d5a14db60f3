-- A new column holds only NULLs, and NULLs are never duplicates of each other.
ALTER TABLE "Deviation" ADD COLUMN "fingerprint" TEXT;

CREATE UNIQUE INDEX "Deviation_fingerprint_key" ON "Deviation"("fingerprint");
