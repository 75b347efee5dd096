-- CreateEnum
CREATE TYPE "mail_kind" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CONFIRM_OLD_EMAIL', 'CONFIRM_NEW_EMAIL', 'PASSWORD_CHANGED', 'NEW_DEVICE', 'SESSION_REUSED');

-- CreateEnum
CREATE TYPE "link_purpose" AS ENUM ('VERIFY_EMAIL', 'RESET_PASSWORD', 'CONFIRM_OLD_EMAIL', 'CONFIRM_NEW_EMAIL');

-- CreateTable
CREATE TABLE "mails" (
    "id" UUID NOT NULL,
    "to" TEXT NOT NULL,
    "kind" "mail_kind" NOT NULL,
    "params" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_tokens" (
    "hash" TEXT NOT NULL,
    "purpose" "link_purpose" NOT NULL,
    "member_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "change_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_tokens_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "email_changes" (
    "member_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "new_email" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "old_confirmed_at" TIMESTAMPTZ(3),
    "new_confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_changes_pkey" PRIMARY KEY ("member_id")
);

-- CreateIndex
CREATE INDEX "link_tokens_member_id_idx" ON "link_tokens"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "email_changes_id_key" ON "email_changes"("id");

-- AddForeignKey
ALTER TABLE "link_tokens" ADD CONSTRAINT "link_tokens_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "email_changes" ADD CONSTRAINT "email_changes_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- What is still to be sent.
CREATE INDEX "mails_unsent" ON "mails" ("next_attempt_at") WHERE "sent_at" IS NULL;
