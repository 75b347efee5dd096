-- AlterTable
ALTER TABLE "post_versions" ADD COLUMN "is_hidden" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "reports" ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;

-- DropIndex
DROP INDEX "reports_reporter_id_kind_subject_id_key";

-- CreateIndex
CREATE UNIQUE INDEX "reports_reporter_id_kind_subject_id_version_key" ON "reports"("reporter_id", "kind", "subject_id", "version");

-- CreateIndex
CREATE INDEX "reports_post_id_idx" ON "reports"("post_id");

-- What follows cannot be said in schema.prisma.

-- While a report waits, the same member's next one of the same thing adds nothing.
CREATE UNIQUE INDEX "reports_of_members" ON "reports" ("reporter_id", "kind", "subject_id") WHERE "reporter_id" IS NOT NULL AND "resolved_at" IS NULL;

-- Texts that were replaced while their post is hidden: nothing else is known of earlier ones.
UPDATE "post_versions" SET "is_hidden" = true
FROM "posts" WHERE "posts"."id" = "post_versions"."post_id" AND "posts"."hidden_at" IS NOT NULL;
