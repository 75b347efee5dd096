import type { NotificationKind } from '@dailyfeed/contract/notification';

import type { Audience } from '../db/notification-audience.ts';
import { findGranted, findWished, type Wish } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { findWanted, isWanted } from './notification-preference.ts';
import { showsWords, type Told } from './told.ts';

/** More muted threads than anybody keeps; the oldest beyond it are heard of again. */
export const mutedThreadsMax = 1000;

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

/** Who may be told of what happened at a time, as of now: without what they do not want to hear of, or from. */
export async function readAudienceOf(
  deps: Pick<Deps, 'db' | 'members'>,
  news: readonly Told[],
): Promise<(told: Told, at: Date) => boolean> {
  const others = news.flatMap((told) => {
    const { recipientId, actorId } = told;
    return actorId === null || actorId === recipientId ? [] : { ...told, actorId };
  });
  const pairs = new Map(others.flatMap(toPairs).map((pair) => [keyOf(pair), pair]));
  // Asked first: while the member service is away, nothing else need be asked in vain.
  const relationships = await deps.members.relationships([...pairs.values()]);
  const [wantedOf, isGranted] = await Promise.all([
    findWanted(deps, [...new Set(others.map(({ recipientId }) => recipientId))]),
    findGranted(deps.db, others.flatMap(toThreadMute)),
  ]);
  const byPair = new Map(relationships.map((each) => [keyOf(each), each]));
  return (told, at) => {
    // Nobody chooses whether to hear of moderation, or of what happens to their account.
    if (told.actorId === null) return true;
    const { recipientId: readerId, actorId: memberId, postAuthorId } = told;
    const relationship = byPair.get(keyOf({ readerId, memberId }));
    const wanted = wantedOf.get(told.recipientId);
    // Oneself.
    if (!relationship || !wanted) return false;
    const { hidden, following, readable } = relationship;
    return (
      !hidden &&
      (readable || !showsWords(told.kind)) &&
      // Who may not read a post may not read what stands under it.
      (!postAuthorId ||
        postAuthorId === readerId ||
        byPair.get(keyOf({ readerId, memberId: postAuthorId }))?.readable === true) &&
      isWanted(wanted, { kind: told.kind, following, at }) &&
      !toThreadMute(told).some(isGranted)
    );
  };
}

type Pair = { readerId: string; memberId: string };

function toPairs({ recipientId, actorId, postAuthorId }: Told & { actorId: string }): Pair[] {
  const authorIds = postAuthorId && postAuthorId !== recipientId ? [postAuthorId] : [];
  return [actorId, ...authorIds].map((memberId) => ({ readerId: recipientId, memberId }));
}

function keyOf({ readerId, memberId }: Pair): string {
  return `${readerId}:${memberId}`;
}

function toThreadMute({ recipientId, postId }: Told): Wish[] {
  return postId === null ? [] : [{ memberId: recipientId, kind: 'mute_thread', objectId: postId }];
}
