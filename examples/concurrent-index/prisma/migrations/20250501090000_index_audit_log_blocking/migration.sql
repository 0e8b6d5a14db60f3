-- CreateIndex
CREATE INDEX "AuditLog_createdAt_category_idx" ON "AuditLog"("createdAt", "category");
