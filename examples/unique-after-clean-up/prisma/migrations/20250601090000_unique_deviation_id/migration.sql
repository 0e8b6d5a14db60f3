/*
  Warnings:

  - A unique constraint covering the columns `[deviationId]` on the table `Deviation` will be added. If there are existing duplicate values, this will fail.

*/
-- CreateIndex
CREATE UNIQUE INDEX "Deviation_deviationId_key" ON "Deviation"("deviationId");
