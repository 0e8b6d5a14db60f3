-- PRISMA_MIGRATE: non-transactional
SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY "AuditLog_userId_idx" ON "AuditLog"("userId");
