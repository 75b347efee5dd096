import { AppError } from '@dailyfeed/contract/errors';
import type { MutedPage, MuteInput, MuteState } from '@dailyfeed/contract/relation';
import { decodeCursor, encodeCursor, toPage } from '@dailyfeed/service-kit/cursor';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import { isBlockedBetween } from '../db/blocks.ts';
import { findMember } from '../db/members.ts';
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

/** Mutes someone, who does not learn of it. Muting again changes until when. */
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
  await removeEndedMutes(deps.db, muterId, now);
  await upsertMute(deps.db, { id: newId(), muterId, mutedId, until, createdAt: now });
  await announceGraphChange(deps, [muterId]);
  return { muted: true, until: until?.toISOString() ?? null };
}

/** Takes a mute back; without one it changes nothing. */
export async function unmute(
  deps: Deps,
  pair: { muterId: string; mutedId: string },
): Promise<MuteState> {
  if (pair.muterId === pair.mutedId) throw new AppError('MUTE_SELF');
  if ((await removeMute(deps.db, pair)) > 0) await announceGraphChange(deps, [pair.muterId]);
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
