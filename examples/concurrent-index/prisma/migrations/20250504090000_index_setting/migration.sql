-- CreateIndex
CREATE INDEX "Setting_name_idx" ON "Setting"("name");
