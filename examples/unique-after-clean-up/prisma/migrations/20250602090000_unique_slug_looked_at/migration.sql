-- Somebody looks at this by hand; nobody does in a deploy.
SELECT "slug", count(*) FROM "Deviation" WHERE "slug" IS NOT NULL GROUP BY "slug" HAVING count(*) > 1;

CREATE UNIQUE INDEX "Deviation_slug_key" ON "Deviation"("slug");
