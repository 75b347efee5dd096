-- Notes on what is erased, which may be its words.
UPDATE "moderation_actions" SET "note" = '' WHERE "note" <> '' AND CASE "kind"
  WHEN 'post' THEN NOT EXISTS (SELECT FROM "posts" WHERE "posts"."id" = "subject_id")
  ELSE NOT EXISTS (SELECT FROM "comments" WHERE "comments"."id" = "subject_id" AND "comments"."text" <> '')
END;
