ALTER TABLE "outbox" ADD COLUMN "parked_at" TIMESTAMPTZ(6), ADD COLUMN "traceparent" TEXT;
