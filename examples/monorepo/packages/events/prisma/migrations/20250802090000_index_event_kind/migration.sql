-- Prisma 7.8 sends each statement alone, so these two may share a file.
SET lock_timeout = '5s';
CREATE INDEX CONCURRENTLY "Event_kind_idx" ON "Event"("kind");
RESET lock_timeout;
