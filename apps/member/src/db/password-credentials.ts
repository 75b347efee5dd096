import type { Transaction } from './client.ts';

export type PasswordCredential = { memberId: string; hash: string; changedAt: Date };

export async function insertPasswords(
  tx: Transaction,
  credentials: PasswordCredential[],
): Promise<void> {
  await tx.passwordCredential.createMany({ data: credentials });
}

export async function findPasswordHash(
  tx: Transaction,
  memberId: string,
): Promise<string | undefined> {
  const row = await tx.passwordCredential.findUnique({ where: { memberId } });
  return row?.hash;
}

/** Gives a member another password, or their first one. */
export async function upsertPassword(
  tx: Transaction,
  credential: PasswordCredential,
): Promise<void> {
  const { memberId, ...change } = credential;
  await tx.passwordCredential.upsert({
    where: { memberId },
    create: credential,
    update: change,
  });
}

/** Gives another password in place of the one with `oldHash`; false when that is not the member's any more. */
export async function replacePassword(
  tx: Transaction,
  credential: PasswordCredential,
  oldHash: string,
): Promise<boolean> {
  const { memberId, ...change } = credential;
  const { count } = await tx.passwordCredential.updateMany({
    where: { memberId, hash: oldHash },
    data: change,
  });
  return count === 1;
}
