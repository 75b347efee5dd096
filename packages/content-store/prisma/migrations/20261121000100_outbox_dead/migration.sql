-- The relay asks, for each row it would send, whether an earlier row of the same key is dead.
CREATE INDEX "outbox_dead" ON "outbox" ("key", "seq") WHERE "dead_at" IS NOT NULL;
