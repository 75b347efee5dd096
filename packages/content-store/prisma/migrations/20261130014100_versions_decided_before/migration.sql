-- Of texts that were replaced the last one that was decided on is known.
UPDATE "post_versions" SET "is_decided" = true
FROM "posts" WHERE "posts"."moderated_version" IS NOT NULL
  AND "post_versions"."post_id" = "posts"."id" AND "post_versions"."version" = "posts"."moderated_version";
