-- Everything of one member's, deleted posts too: an export reads it from end to end.
-- CreateIndex
CREATE INDEX "posts_author_id_id_idx" ON "posts"("author_id", "id");

-- CreateIndex
CREATE INDEX "comments_author_id_id_idx" ON "comments"("author_id", "id");

-- CreateIndex
CREATE INDEX "comment_likes_member_id_comment_id_idx" ON "comment_likes"("member_id", "comment_id");
