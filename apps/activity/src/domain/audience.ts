import type { NotificationKind } from '@dailyfeed/contract/notification';

import type { Audience } from '../db/notifications.ts';
import { findWished } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';

/** More muted threads than anybody keeps; the oldest beyond it are heard of again. */
const mutedThreadsMax = 1000;

/** What a member is told of as of now: a block, a mute or a muted thread takes effect on what is there already. */
export async function readAudience(
  deps: Pick<Deps, 'db' | 'members' | 'now'>,
  args: { memberId: string; kind?: NotificationKind | null | undefined },
): Promise<Audience> {
  const { memberId } = args;
  const [hiddenIds, mutedPostIds] = await Promise.all([
    listHidden(deps, memberId),
    findWished(deps.db, { memberId, kind: 'mute_thread', max: mutedThreadsMax }),
  ]);
  return { recipientId: memberId, hiddenIds, mutedPostIds, kind: args.kind ?? null };
}

/** Blocked, in either direction, or muted at this moment. */
export async function listHidden(
  deps: Pick<Deps, 'members' | 'now'>,
  memberId: string,
): Promise<string[]> {
  const { blocked, muted } = await deps.members.hiddenIds(memberId);
  const now = deps.now().toISOString();
  const lasting = muted.filter(({ until }) => until === null || until > now);
  return [...blocked, ...lasting.map((mute) => mute.memberId)];
}
