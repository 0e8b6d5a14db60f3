DELETE FROM "Cluster" WHERE "ownerId" NOT IN (SELECT "id" FROM "Customer");

ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Customer"("id") NOT VALID;

ALTER TABLE "Cluster" VALIDATE CONSTRAINT "Cluster_ownerId_fkey";
