import { AppError } from '@dailyfeed/contract/errors';
import type { SubscriptionState, ThreadMuteState } from '@dailyfeed/contract/notification';

import { addWish, endWishes, hasWish, removeWish, removeWishesBeyond } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { listHidden, mutedThreadsMax } from './audience.ts';

type Thread = { memberId: string; postId: string };
type Subscription = { memberId: string; authorId: string };

/** Nothing more is heard of a post and its comments, and what was told is not shown. Idempotent. */
export async function muteThread(deps: Deps, thread: Thread): Promise<ThreadMuteState> {
  const wish = toThreadWish(thread);
  await addWish(deps.db, { ...wish, at: deps.now() });
  await removeWishesBeyond(deps.db, { ...wish, max: mutedThreadsMax });
  deps.signals.notify(thread.memberId);
  return { muted: true };
}

export async function unmuteThread(deps: Deps, thread: Thread): Promise<ThreadMuteState> {
  await removeWish(deps.db, toThreadWish(thread));
  deps.signals.notify(thread.memberId);
  return { muted: false };
}

export async function getThreadMute(
  deps: Pick<Deps, 'db'>,
  thread: Thread,
): Promise<ThreadMuteState> {
  return { muted: await hasWish(deps.db, toThreadWish(thread)) };
}

/** Of someone one follows; it ends with the follow. Idempotent. */
export async function subscribe(deps: Deps, args: Subscription): Promise<SubscriptionState> {
  // Before the follow is looked at, so that whatever ends it from then on is later.
  const at = deps.now();
  const wish = toSubscription(args);
  if (!(await canHear(deps, args))) throw new AppError('FOLLOW_NEEDED');
  await addWish(deps.db, { ...wish, at });
  // Once more: where the follow ended in between, whoever was told of that found nothing to end.
  if (await canHear(deps, args)) return { subscribed: true };
  await endWishes(deps.db, [{ ...wish, endedAt: at }]);
  throw new AppError('FOLLOW_NEEDED');
}

async function canHear(deps: Deps, { memberId, authorId }: Subscription): Promise<boolean> {
  const [{ items }, hidden] = await Promise.all([
    deps.members.followings(memberId),
    listHidden(deps, memberId),
  ]);
  return items.includes(authorId) && !hidden.includes(authorId);
}

export async function unsubscribe(deps: Deps, args: Subscription): Promise<SubscriptionState> {
  await removeWish(deps.db, toSubscription(args));
  return { subscribed: false };
}

export async function getSubscription(
  deps: Pick<Deps, 'db'>,
  args: Subscription,
): Promise<SubscriptionState> {
  return { subscribed: await hasWish(deps.db, toSubscription(args)) };
}

function toThreadWish({ memberId, postId }: Thread) {
  return { memberId, kind: 'mute_thread', objectId: postId } as const;
}

function toSubscription({ memberId, authorId }: Subscription) {
  return { memberId, kind: 'subscribe', objectId: authorId } as const;
}
