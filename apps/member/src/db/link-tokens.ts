import type { LinkTokenRow, Transaction } from './client.ts';

export type LinkPurpose = LinkTokenRow['purpose'];

export async function insertLinkToken(
  tx: Transaction,
  token: Omit<LinkTokenRow, 'usedAt'>,
): Promise<void> {
  await tx.linkToken.createMany({ data: [token] });
}

type Wanted = { hash: string; purposes: LinkPurpose[]; now: Date };

/** A token that is good for one of `purposes`: not used, not expired. */
export async function findLinkToken(
  tx: Transaction,
  wanted: Wanted,
): Promise<LinkTokenRow | undefined> {
  return (await tx.linkToken.findFirst({ where: good(wanted) })) ?? undefined;
}

/** Uses a token up; false when it is not good, or somebody was faster. */
export async function useLinkToken(tx: Transaction, wanted: Wanted): Promise<boolean> {
  const { count } = await tx.linkToken.updateMany({
    where: good(wanted),
    data: { usedAt: wanted.now },
  });
  return count === 1;
}

/** Uses up all tokens of a member that are for `purpose`. */
export async function useLinkTokensOf(
  tx: Transaction,
  of: { memberId: string; purpose: LinkPurpose; now: Date },
): Promise<void> {
  const { memberId, purpose, now } = of;
  await tx.linkToken.updateMany({
    where: { memberId, purpose, usedAt: null },
    data: { usedAt: now },
  });
}

/** Removes up to `limit` that were used or expired before `before`; gives how many. */
export async function removeDeadLinkTokens(
  tx: Transaction,
  args: { before: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM link_tokens WHERE hash IN (
      SELECT hash FROM link_tokens
      WHERE LEAST(used_at, expires_at) < ${args.before}::timestamptz LIMIT ${args.limit}::int)`;
}

function good({ hash, purposes, now }: Wanted) {
  return { hash, purpose: { in: purposes }, usedAt: null, expiresAt: { gt: now } };
}
