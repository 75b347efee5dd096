-- AlterEnum
ALTER TYPE "revocation_kind" ADD VALUE 'roles';

-- AlterEnum
ALTER TYPE "mail_kind" ADD VALUE 'ACCOUNT_DISABLED';
ALTER TYPE "mail_kind" ADD VALUE 'ACCOUNT_ENABLED';
ALTER TYPE "mail_kind" ADD VALUE 'ACCOUNT_DEACTIVATED';

-- CreateEnum
CREATE TYPE "admin_action_kind" AS ENUM ('DISABLED', 'ENABLED', 'ADMIN_GRANTED', 'ADMIN_REVOKED');

-- AlterTable
ALTER TABLE "members" ADD COLUMN "deactivated_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "revocations" ADD COLUMN "roles" "role"[];

-- CreateTable
CREATE TABLE "admin_actions" (
    "id" UUID NOT NULL,
    "kind" "admin_action_kind" NOT NULL,
    "actor_id" UUID,
    "member_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_actions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "members_deactivated_at_idx" ON "members"("deactivated_at");

-- CreateIndex
CREATE INDEX "admin_actions_actor_id_idx" ON "admin_actions"("actor_id");

-- CreateIndex
CREATE INDEX "admin_actions_member_id_idx" ON "admin_actions"("member_id");

-- AddForeignKey
ALTER TABLE "admin_actions" ADD CONSTRAINT "admin_actions_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "members"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_actions" ADD CONSTRAINT "admin_actions_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

-- Who is not shown to others: few, and every count of follows asks for them.
CREATE INDEX "members_hidden" ON "members" ("id") WHERE "disabled_at" IS NOT NULL OR "deactivated_at" IS NOT NULL;
