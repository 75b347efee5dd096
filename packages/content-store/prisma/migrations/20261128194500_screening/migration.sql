-- AlterTable
ALTER TABLE "posts"
ADD COLUMN "hidden_by" TEXT,
ADD COLUMN "hidden_terms" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "moderated_version" INTEGER;

-- AlterTable
ALTER TABLE "comments"
ADD COLUMN "hidden_by" TEXT,
ADD COLUMN "hidden_terms" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "moderated_version" INTEGER;

-- AlterTable
ALTER TABLE "reports" ALTER COLUMN "reporter_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "moderation_actions" ADD COLUMN "by" TEXT NOT NULL DEFAULT 'moderator';

-- CreateIndex
CREATE INDEX "moderation_actions_kind_subject_id_id_idx" ON "moderation_actions"("kind", "subject_id", "id" DESC);

-- What follows cannot be said in schema.prisma.

-- Screening reports a thing again once its last report is decided, and never twice while it waits.
CREATE UNIQUE INDEX "reports_of_screening" ON "reports" ("kind", "subject_id") WHERE "reporter_id" IS NULL AND "resolved_at" IS NULL;
