import { AppError } from '@dailyfeed/contract/errors';
import type { MutedPage, MuteInput, MuteState } from '@dailyfeed/contract/relation';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import { isBlockedBetween } from '../db/blocks.ts';
import { findMember, lockMembers } from '../db/members.ts';
import {
  findMute,
  listMutes,
  removeEndedMutes,
  removeMute,
  toMutedMember,
  upsertMute,
} from '../db/mutes.ts';
import type { Deps } from '../deps.ts';
import { announceGraphChange } from './follow.ts';
import { transactInTurn } from './turn.ts';

/** Mutes someone, who does not learn of it. Muting again changes until when; the same again is told to nobody. */
export async function mute(deps: Deps, muterId: string, input: MuteInput): Promise<MuteState> {
  const { memberId: mutedId } = input;
  const now = deps.now();
  const until = input.until === null ? null : new Date(input.until);
  if (mutedId === muterId) throw new AppError('MUTE_SELF');
  if (until && until <= now) {
    throw new AppError('INPUT_INVALID', { details: { fields: { until: 'too_small' } } });
  }
  const isThere = (await findMember(deps.db, mutedId)) !== undefined;
  if (!isThere || (await isBlockedBetween(deps.db, muterId, mutedId))) {
    throw new AppError('MEMBER_NOT_FOUND');
  }
  const pair = { muterId, mutedId };
  await transactInTurn(deps, [muterId, mutedId], async (tx) => {
    await lockMembers(tx, [muterId, mutedId]);
    await removeEndedMutes(tx, muterId, now);
    const before = await findMute(tx, pair, now);
    await upsertMute(tx, { id: newId(), ...pair, until, createdAt: now });
    if (before && before.until?.getTime() === until?.getTime()) return;
    await deps.events.record(tx, {
      type: 'member.muted',
      actorId: muterId,
      subject: { kind: 'member', id: mutedId },
      data: { memberId: muterId, targetId: mutedId, until: until?.toISOString() ?? null },
    });
  });
  deps.events.wake();
  await announceGraphChange(deps, [muterId]);
  return { muted: true, until: until?.toISOString() ?? null };
}

/** Takes a mute back; without one it changes nothing. */
export async function unmute(
  deps: Deps,
  pair: { muterId: string; mutedId: string },
): Promise<MuteState> {
  if (pair.muterId === pair.mutedId) throw new AppError('MUTE_SELF');
  const { muterId, mutedId } = pair;
  const isChanged = await transactInTurn(deps, [muterId, mutedId], async (tx) => {
    await lockMembers(tx, [muterId, mutedId]);
    if ((await removeMute(tx, pair)) === 0) return false;
    await deps.events.record(tx, {
      type: 'member.unmuted',
      actorId: muterId,
      subject: { kind: 'member', id: mutedId },
      data: { memberId: muterId, targetId: mutedId },
    });
    return true;
  });
  if (isChanged) {
    deps.events.wake();
    await announceGraphChange(deps, [muterId]);
  }
  return { muted: false, until: null };
}

export async function getMuteState(
  deps: Pick<Deps, 'db' | 'now'>,
  pair: { muterId: string; mutedId: string },
): Promise<MuteState> {
  const found = await findMute(deps.db, pair, deps.now());
  return { muted: found !== undefined, until: found?.until?.toISOString() ?? null };
}

/** Whom a member mutes, latest first. */
export async function listMuted(
  deps: Pick<Deps, 'db' | 'now'>,
  args: { muterId: string; cursor?: string | null | undefined; limit: number },
): Promise<MutedPage> {
  const { muterId, limit } = args;
  const list = { name: `muted:${muterId}`, position: z.uuid() };
  const before = decodeCursor(list, args.cursor);
  const rows = await listMutes(deps.db, { muterId, before, limit: limit + 1, now: deps.now() });
  const page = toPage(rows, limit, (row) => encodeCursor(list, row.id));
  return { ...page, items: page.items.map(toMutedMember) };
}
