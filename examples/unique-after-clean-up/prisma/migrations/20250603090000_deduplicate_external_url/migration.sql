-- Keeps the row with the smallest id of each URL.
DELETE FROM "Deviation" a USING "Deviation" b WHERE a."externalUrl" = b."externalUrl" AND a."id" > b."id";

CREATE UNIQUE INDEX "Deviation_externalUrl_key" ON "Deviation"("externalUrl");
