-- AlterTable
ALTER TABLE "posts" ADD COLUMN "content_warning" TEXT,
ADD COLUMN "language" TEXT,
ADD COLUMN "entities" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "bookmark_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "view_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "hidden_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "post_versions" ADD COLUMN "content_warning" TEXT,
ADD COLUMN "entities" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "comments" ADD COLUMN "entities" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "edited_at" TIMESTAMPTZ(3),
ADD COLUMN "hidden_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "post_tags" (
    "post_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "post_tags_pkey" PRIMARY KEY ("post_id","tag")
);

-- CreateTable
CREATE TABLE "post_mentions" (
    "post_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "post_mentions_pkey" PRIMARY KEY ("post_id","member_id")
);

-- CreateTable
CREATE TABLE "comment_likes" (
    "comment_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "comment_likes_pkey" PRIMARY KEY ("comment_id","member_id")
);

-- CreateTable
CREATE TABLE "bookmarks" (
    "post_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bookmarks_pkey" PRIMARY KEY ("post_id","member_id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "content_warning" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "write_allowances" (
    "member_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,
    "used_before" INTEGER NOT NULL,

    CONSTRAINT "write_allowances_pkey" PRIMARY KEY ("member_id","kind")
);

-- CreateTable
CREATE TABLE "processed_events" (
    "group" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "processed_events_pkey" PRIMARY KEY ("group","event_id")
);

-- CreateIndex
CREATE INDEX "post_tags_tag_post_id_idx" ON "post_tags"("tag", "post_id" DESC);

-- CreateIndex
CREATE INDEX "post_mentions_member_id_post_id_idx" ON "post_mentions"("member_id", "post_id" DESC);

-- CreateIndex
CREATE INDEX "post_likes_member_id_created_at_post_id_idx" ON "post_likes"("member_id", "created_at" DESC, "post_id" DESC);

-- CreateIndex
CREATE INDEX "bookmarks_member_id_created_at_post_id_idx" ON "bookmarks"("member_id", "created_at" DESC, "post_id" DESC);

-- CreateIndex
CREATE INDEX "drafts_member_id_updated_at_id_idx" ON "drafts"("member_id", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "write_allowances_window_start_idx" ON "write_allowances"("window_start");

-- CreateIndex
CREATE INDEX "processed_events_processed_at_idx" ON "processed_events"("processed_at");

-- AddForeignKey
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_mentions" ADD CONSTRAINT "post_mentions_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment_likes" ADD CONSTRAINT "comment_likes_comment_id_fkey" FOREIGN KEY ("comment_id") REFERENCES "comments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- What is deleted is erased after its time.
CREATE INDEX "posts_deleted" ON "posts" ("deleted_at") WHERE "deleted_at" IS NOT NULL;
CREATE INDEX "comments_deleted" ON "comments" ("deleted_at") WHERE "deleted_at" IS NOT NULL;

-- See posts_counters_check.
ALTER TABLE "posts" ADD CONSTRAINT "posts_bookmarks_views_check" CHECK ("bookmark_count" >= 0 AND "view_count" >= 0);
