-- CreateTable
CREATE TABLE "Customer" (
    "id" SERIAL NOT NULL,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Cluster" (
    "id" SERIAL NOT NULL,
    "customerId" INTEGER,
    "ownerId" INTEGER,
    "billedTo" INTEGER,

    CONSTRAINT "Cluster_pkey" PRIMARY KEY ("id")
);
