-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "comments_deleted_words" ON "comments" ("deleted_at") WHERE "deleted_at" IS NOT NULL AND "text" <> '';
