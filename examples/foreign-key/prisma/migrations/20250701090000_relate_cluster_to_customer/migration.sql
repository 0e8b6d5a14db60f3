-- AddForeignKey
ALTER TABLE "Cluster" ADD CONSTRAINT "Cluster_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE SET NULL ON UPDATE CASCADE;
