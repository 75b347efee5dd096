-- Both unknown for the sessions there are: their previous token stays good until the current one is used.
ALTER TABLE "refresh_tokens"
  ADD COLUMN "current_used_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);
