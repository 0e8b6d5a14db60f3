-- CreateTable
CREATE TABLE "Deviation" (
    "id" TEXT NOT NULL,
    "deviationId" TEXT,
    "slug" TEXT,
    "externalUrl" TEXT,

    CONSTRAINT "Deviation_pkey" PRIMARY KEY ("id")
);
