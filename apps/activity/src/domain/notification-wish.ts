import { AppError } from '@dailyfeed/contract/errors';
import type { SubscriptionState, ThreadMuteState } from '@dailyfeed/contract/notification';

import { addWish, hasWish, removeWishes } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { listHidden } from './audience.ts';

type Thread = { memberId: string; postId: string };
type Subscription = { memberId: string; authorId: string };

/** Nothing more is heard of a post and its comments, and what was told is not shown. Idempotent. */
export async function muteThread(deps: Deps, thread: Thread): Promise<ThreadMuteState> {
  await addWish(deps.db, toThreadWish(thread));
  deps.signals.notify(thread.memberId);
  return { muted: true };
}

export async function unmuteThread(deps: Deps, thread: Thread): Promise<ThreadMuteState> {
  await removeWishes(deps.db, [toThreadWish(thread)]);
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
  const [{ items }, hidden] = await Promise.all([
    deps.members.followings(args.memberId),
    listHidden(deps, args.memberId),
  ]);
  if (hidden.includes(args.authorId) || !items.includes(args.authorId)) {
    throw new AppError('FOLLOW_NEEDED');
  }
  await addWish(deps.db, toSubscription(args));
  return { subscribed: true };
}

export async function unsubscribe(deps: Deps, args: Subscription): Promise<SubscriptionState> {
  await removeWishes(deps.db, [toSubscription(args)]);
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
