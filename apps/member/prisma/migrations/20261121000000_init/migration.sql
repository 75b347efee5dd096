-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('PUBLIC', 'FOLLOWERS', 'PRIVATE');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('MEMBER', 'ADMIN');

-- CreateEnum
CREATE TYPE "language" AS ENUM ('ko', 'en');

-- CreateEnum
CREATE TYPE "session_end" AS ENUM ('LOGGED_OUT', 'REUSED');

-- CreateEnum
CREATE TYPE "key_state" AS ENUM ('NEXT', 'CURRENT', 'PREVIOUS', 'RETIRED');

-- CreateEnum
CREATE TYPE "revocation_kind" AS ENUM ('token', 'session', 'member', 'key');

-- CreateTable
CREATE TABLE "members" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified_at" TIMESTAMPTZ(3),
    "handle" TEXT NOT NULL,
    "handle_key" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "bio" TEXT NOT NULL DEFAULT '',
    "location" TEXT NOT NULL DEFAULT '',
    "website_url" TEXT,
    "language" "language" NOT NULL,
    "visibility" "visibility" NOT NULL DEFAULT 'PUBLIC',
    "roles" "role"[] DEFAULT ARRAY['MEMBER']::"role"[],
    "follower_count" INTEGER NOT NULL DEFAULT 0,
    "following_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_credentials" (
    "member_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_credentials_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "salt" BYTEA NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "rotated_at" TIMESTAMPTZ(3),
    "access_jti" UUID NOT NULL,
    "amr" TEXT[],
    "user_agent" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end" "session_end",

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jwt_keys" (
    "kid" TEXT NOT NULL,
    "state" "key_state" NOT NULL,
    "public_key" JSONB NOT NULL,
    "private_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "superseded_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "jwt_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "revocations" (
    "kind" "revocation_kind" NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("kind","id")
);

-- CreateTable
CREATE TABLE "follows" (
    "id" UUID NOT NULL,
    "follower_id" UUID NOT NULL,
    "following_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follows_pkey" PRIMARY KEY ("id")
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
CREATE UNIQUE INDEX "members_email_key" ON "members"("email");

-- CreateIndex
CREATE UNIQUE INDEX "members_handle_key_key" ON "members"("handle_key");

-- CreateIndex
CREATE INDEX "refresh_tokens_member_id_idx" ON "refresh_tokens"("member_id");

-- CreateIndex
CREATE INDEX "revocations_at_idx" ON "revocations"("at");

-- CreateIndex
CREATE INDEX "follows_follower_id_id_idx" ON "follows"("follower_id", "id");

-- CreateIndex
CREATE INDEX "follows_following_id_id_idx" ON "follows"("following_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "follows_follower_id_following_id_key" ON "follows"("follower_id", "following_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_seq_key" ON "outbox"("seq");

-- AddForeignKey
ALTER TABLE "password_credentials" ADD CONSTRAINT "password_credentials_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follows" ADD CONSTRAINT "follows_follower_id_fkey" FOREIGN KEY ("follower_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follows" ADD CONSTRAINT "follows_following_id_fkey" FOREIGN KEY ("following_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- Whatever happens to a rotation, there is one key that signs and one that will.
CREATE UNIQUE INDEX "jwt_keys_one_next" ON "jwt_keys" ("state") WHERE "state" = 'NEXT';
CREATE UNIQUE INDEX "jwt_keys_one_current" ON "jwt_keys" ("state") WHERE "state" = 'CURRENT';

-- What the relay has to send.
CREATE INDEX "outbox_unsent" ON "outbox" ("shard", "seq") WHERE "sent_at" IS NULL AND "dead_at" IS NULL;

ALTER TABLE "follows" ADD CONSTRAINT "follows_not_self_check" CHECK ("follower_id" <> "following_id");

-- A counter that would go below zero has lost touch with its rows: refuse the write that shows it.
ALTER TABLE "members" ADD CONSTRAINT "members_counters_check" CHECK ("follower_count" >= 0 AND "following_count" >= 0);
-- The relay asks, for each row it would send, whether an earlier row of the same key is dead.
CREATE INDEX "outbox_dead" ON "outbox" ("key", "seq") WHERE "dead_at" IS NOT NULL;
-- What was sent long ago, to be deleted.
CREATE INDEX "outbox_sent" ON "outbox" ("sent_at") WHERE "sent_at" IS NOT NULL;
