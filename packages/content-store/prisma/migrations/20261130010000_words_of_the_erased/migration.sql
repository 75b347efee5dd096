-- Reports of comments that are erased: nobody can decide them.
DELETE FROM "reports" WHERE "kind" = 'comment'
  AND NOT EXISTS (SELECT FROM "comments" WHERE "comments"."id" = "reports"."subject_id" AND "comments"."text" <> '');

-- What was found in words that are erased.
UPDATE "comments" SET "hidden_terms" = '{}'
WHERE "deleted_at" IS NOT NULL AND "text" = '' AND "hidden_terms" <> '{}';
