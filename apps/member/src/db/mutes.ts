import type { MutedMember } from '@dailyfeed/contract/relation';

import { unblocked } from './blocks.ts';
import type { MemberRow, MuteRow, Transaction } from './client.ts';
import { toSummary } from './member-mapper.ts';
import { present } from './members.ts';

type Pair = { muterId: string; mutedId: string };

/** A mute whose time has come is as good as none. */
function isOn(now: Date) {
  return { OR: [{ until: null }, { until: { gt: now } }] };
}

/** Mutes, or changes until when. */
export async function upsertMute(tx: Transaction, mute: MuteRow): Promise<void> {
  const { muterId, mutedId, until } = mute;
  await tx.$executeRaw`
    INSERT INTO mutes (id, muter_id, muted_id, until, created_at)
    VALUES (${mute.id}::uuid, ${muterId}::uuid, ${mutedId}::uuid,
      ${until?.toISOString() ?? null}::timestamptz, ${mute.createdAt.toISOString()}::timestamptz)
    ON CONFLICT (muter_id, muted_id) DO UPDATE SET until = excluded.until`;
}

/** Gives how many were there: 1 or 0. */
export async function removeMute(tx: Transaction, pair: Pair): Promise<number> {
  const { count } = await tx.mute.deleteMany({ where: pair });
  return count;
}

/** Forgets those of a member's mutes that have ended by themselves. */
export async function removeEndedMutes(tx: Transaction, muterId: string, now: Date): Promise<void> {
  await tx.mute.deleteMany({ where: { muterId, until: { lte: now } } });
}

export async function findMute(
  tx: Transaction,
  pair: Pair,
  now: Date,
): Promise<MuteRow | undefined> {
  return (await tx.mute.findFirst({ where: { ...pair, ...isOn(now) } })) ?? undefined;
}

/** Everyone a member mutes, and until when. */
export async function findMutes(tx: Transaction, muterId: string, now: Date): Promise<MuteRow[]> {
  return tx.mute.findMany({ where: { muterId, ...isOn(now) } });
}

export type MuteWithMember = MuteRow & { muted: MemberRow };

/** Whom a member mutes, latest first; those before the mute `before`. */
export async function listMutes(
  tx: Transaction,
  args: { muterId: string; before: string | null; limit: number; now: Date },
): Promise<MuteWithMember[]> {
  const { muterId, before, limit, now } = args;
  return tx.mute.findMany({
    where: {
      muterId,
      ...(before !== null && { id: { lt: before } }),
      ...isOn(now),
      muted: { ...present, ...unblocked(muterId) },
    },
    include: { muted: true },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

export function toMutedMember(row: MuteWithMember): MutedMember {
  return {
    ...toSummary(row.muted),
    mutedAt: row.createdAt.toISOString(),
    until: row.until?.toISOString() ?? null,
  };
}
