-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "idempotency_created_at_idx" ON "idempotency"("created_at");
