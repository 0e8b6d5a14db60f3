-- CreateTable
CREATE TABLE "Country" (
    "code" TEXT NOT NULL,

    CONSTRAINT "Country_pkey" PRIMARY KEY ("code")
);
