UPDATE "Cluster" SET "billedTo" = NULL WHERE "billedTo" NOT IN (SELECT "id" FROM "Customer");

ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_billedTo_fkey" FOREIGN KEY ("billedTo") REFERENCES "Customer"("id") NOT VALID;
