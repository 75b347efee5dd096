import type { Transaction } from './client.ts';

export type PasswordCredential = { memberId: string; hash: string; changedAt: Date };

export async function insertPasswords(
  tx: Transaction,
  credentials: PasswordCredential[],
): Promise<void> {
  await tx.passwordCredential.createMany({ data: credentials });
}
