-- AlterEnum
ALTER TYPE "mail_kind" ADD VALUE 'PROVIDER_LINKED';
ALTER TYPE "mail_kind" ADD VALUE 'PROVIDER_UNLINKED';

-- CreateTable
CREATE TABLE "linked_identities" (
    "id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "linked_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_nonces" (
    "id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_nonces_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "linked_identities_provider_issuer_subject_key" ON "linked_identities"("provider", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "linked_identities_member_id_provider_key" ON "linked_identities"("member_id", "provider");

-- CreateIndex
CREATE INDEX "used_nonces_expires_at_idx" ON "used_nonces"("expires_at");

-- AddForeignKey
ALTER TABLE "linked_identities" ADD CONSTRAINT "linked_identities_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "members"("id") ON DELETE CASCADE ON UPDATE CASCADE;
