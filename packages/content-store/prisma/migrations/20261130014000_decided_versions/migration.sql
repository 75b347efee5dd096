-- AlterTable
ALTER TABLE "post_versions" ADD COLUMN "is_decided" BOOLEAN NOT NULL DEFAULT false;

-- What follows cannot be said in schema.prisma.

-- Of texts that were replaced the last one that was decided on is known.
UPDATE "post_versions" SET "is_decided" = true
FROM "posts" WHERE "posts"."id" = "post_versions"."post_id" AND "posts"."moderated_version" = "post_versions"."version";
