-- Alone in its file, so that Prisma sends it outside of a transaction.
CREATE INDEX CONCURRENTLY "AuditLog_action_idx" ON "AuditLog"("action");
