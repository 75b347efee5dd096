-- CreateTable
CREATE TABLE "posts" (
    "id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "comment_count" INTEGER NOT NULL DEFAULT 0,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "post_versions" (
    "post_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_versions_pkey" PRIMARY KEY ("post_id","version")
);

-- CreateTable
CREATE TABLE "comments" (
    "id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "parent_id" UUID,
    "depth" SMALLINT NOT NULL,
    "author_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "like_count" INTEGER NOT NULL DEFAULT 0,
    "reply_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "post_likes" (
    "post_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_likes_pkey" PRIMARY KEY ("post_id","member_id")
);

-- CreateTable
CREATE TABLE "idempotency" (
    "member_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "result_id" UUID NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_pkey" PRIMARY KEY ("member_id","key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "shard" SMALLINT NOT NULL,
    "key" TEXT NOT NULL,
    "message_key" TEXT NOT NULL,
    "event" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "sent_at" TIMESTAMPTZ(6),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "dead_at" TIMESTAMPTZ(6),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "comments_post_id_parent_id_id_idx" ON "comments"("post_id", "parent_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "comments_post_id_id_key" ON "comments"("post_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_seq_key" ON "outbox"("seq");

-- AddForeignKey
ALTER TABLE "post_versions" ADD CONSTRAINT "post_versions_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_id_parent_id_fkey" FOREIGN KEY ("post_id", "parent_id") REFERENCES "comments"("post_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "post_likes" ADD CONSTRAINT "post_likes_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- Lists show living posts only.
CREATE INDEX "posts_by_author" ON "posts" ("author_id", "id" DESC) WHERE "deleted_at" IS NULL;
CREATE INDEX "posts_by_activity" ON "posts" ("last_activity_at" DESC, "id" DESC) WHERE "deleted_at" IS NULL;

-- What the relay has to send.
CREATE INDEX "outbox_unsent" ON "outbox" ("shard", "seq") WHERE "sent_at" IS NULL AND "dead_at" IS NULL;

-- A counter that would go below zero has lost touch with its rows: refuse the write that shows it.
ALTER TABLE "posts" ADD CONSTRAINT "posts_counters_check" CHECK ("like_count" >= 0 AND "comment_count" >= 0);
ALTER TABLE "comments" ADD CONSTRAINT "comments_counters_check" CHECK ("like_count" >= 0 AND "reply_count" >= 0);
ALTER TABLE "comments" ADD CONSTRAINT "comments_depth_check" CHECK ("depth" BETWEEN 0 AND 2 AND ("parent_id" IS NULL) = ("depth" = 0));
-- The relay asks, for each row it would send, whether an earlier row of the same key is dead.
CREATE INDEX "outbox_dead" ON "outbox" ("key", "seq") WHERE "dead_at" IS NOT NULL;
-- What was sent long ago, to be deleted.
CREATE INDEX "outbox_sent" ON "outbox" ("sent_at") WHERE "sent_at" IS NOT NULL;
