import type { LinkedIdentityRow, MemberRow, Transaction } from './client.ts';

/** Who somebody is to an issuer. */
export type IdentityKey = Pick<LinkedIdentityRow, 'provider' | 'issuer' | 'subject'>;

export async function insertIdentity(tx: Transaction, identity: LinkedIdentityRow): Promise<void> {
  await tx.linkedIdentity.createMany({ data: [identity] });
}

/** Whose identity it is, disabled or not. */
export async function findMemberByIdentity(
  tx: Transaction,
  key: IdentityKey,
): Promise<MemberRow | undefined> {
  const where = { provider_issuer_subject: key };
  const row = await tx.linkedIdentity.findUnique({ where, include: { member: true } });
  return row?.member;
}

/** A member's identities, the one linked first first. */
export async function listIdentities(
  tx: Transaction,
  memberId: string,
): Promise<LinkedIdentityRow[]> {
  return tx.linkedIdentity.findMany({ where: { memberId }, orderBy: { id: 'asc' } });
}

export async function removeIdentity(tx: Transaction, id: string): Promise<void> {
  await tx.linkedIdentity.deleteMany({ where: { id } });
}

export async function removeIdentitiesOf(tx: Transaction, memberId: string): Promise<number> {
  const { count } = await tx.linkedIdentity.deleteMany({ where: { memberId } });
  return count;
}
