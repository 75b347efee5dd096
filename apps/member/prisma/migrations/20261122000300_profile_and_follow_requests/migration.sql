-- CreateEnum
CREATE TYPE "gender" AS ENUM ('FEMALE', 'MALE', 'OTHER');

-- AlterTable
ALTER TABLE "members" ADD COLUMN "birth_date" DATE,
ADD COLUMN "gender" "gender",
ADD COLUMN "country" CHAR(2);

-- CreateTable
CREATE TABLE "follow_requests" (
    "id" UUID NOT NULL,
    "requester_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "follow_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "held_handles" (
    "handle_key" TEXT NOT NULL,
    "member_id" UUID NOT NULL,
    "held_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "held_handles_pkey" PRIMARY KEY ("handle_key")
);

-- CreateIndex
CREATE INDEX "follow_requests_target_id_id_idx" ON "follow_requests"("target_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "follow_requests_requester_id_target_id_key" ON "follow_requests"("requester_id", "target_id");

-- CreateIndex
CREATE INDEX "held_handles_member_id_idx" ON "held_handles"("member_id");

-- CreateIndex
CREATE INDEX "held_handles_held_until_idx" ON "held_handles"("held_until");

-- AddForeignKey
ALTER TABLE "follow_requests" ADD CONSTRAINT "follow_requests_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follow_requests" ADD CONSTRAINT "follow_requests_target_id_fkey" FOREIGN KEY ("target_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_handles" ADD CONSTRAINT "held_handles_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows cannot be said in schema.prisma.

ALTER TABLE "follow_requests" ADD CONSTRAINT "follow_requests_not_self_check" CHECK ("requester_id" <> "target_id");
