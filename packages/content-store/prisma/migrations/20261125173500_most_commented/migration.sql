-- The posts with the most comments, whenever they were written.
CREATE INDEX "posts_by_comments" ON "posts" ("comment_count" DESC, "id" DESC) WHERE "deleted_at" IS NULL AND "hidden_at" IS NULL;
