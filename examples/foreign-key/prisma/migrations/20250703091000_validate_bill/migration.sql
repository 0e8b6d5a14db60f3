ALTER TABLE "Cluster" VALIDATE CONSTRAINT "Cluster_billedTo_fkey";
