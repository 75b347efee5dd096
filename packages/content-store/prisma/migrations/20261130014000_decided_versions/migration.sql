-- AlterTable
ALTER TABLE "post_versions" ADD COLUMN "is_decided" BOOLEAN NOT NULL DEFAULT false;
