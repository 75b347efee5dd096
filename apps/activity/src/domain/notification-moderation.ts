import type { EventOf } from '@dailyfeed/contract/events';

import {
  findHidingsTold,
  findInBatches,
  insertWithheld,
  type Matching,
  removeByIds,
  removeNotifications,
  type StoredNotification,
} from '../db/notifications.ts';
import {
  addHiding,
  type ModeratedText,
  readFates,
  removeHiding,
  removeModeration,
} from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { findMark, findMarks, isRead, toldAtOf } from './notification-mark.ts';
import { placeNotifications, readFatesOf, standingOf } from './notification-place.ts';
import { tellAll } from './tell.ts';
import { moderationKinds, moderationOf } from './told.ts';

/**
 * Withholds what others than its author were told of what moderation hides; the author is told that it does. What has been
 * shown again since then stays.
 */
export async function withhold(
  deps: Deps,
  event: EventOf<'post.hidden' | 'comment.hidden'>,
): Promise<void> {
  const { data } = event;
  const at = new Date(event.occurredAt);
  const told = moderationOf('text_hidden', event);
  const { id } = told.target;
  const { version } = event.subject;
  const isShownAgain = async (): Promise<boolean> =>
    (await readFates(deps.db, [id])).shownOf(id) > version && version > 0;
  if (await isShownAgain()) return;
  const text = { id, postId: data.postId };
  await addHiding(deps.db, text, { version, at });
  if (await endWhereGone(deps, text)) return;
  const matching = {
    ...subjectOf(data),
    exceptRecipientIds: [data.authorId],
    // Of comments under a post, their authors are told for themselves.
    exceptKinds: moderationKinds,
  };
  for await (const some of findInBatches(deps.db.notifications, matching)) {
    await insertWithheld(deps.db, await noteRead(deps, some));
  }
  // What came in between its teller withholds, who finds the text hidden.
  await removeNotifications(deps.db.notifications, matching, (recipientId) =>
    deps.signals.notify(recipientId),
  );
  // Of another day, its showing may be handled by somebody else at the same time.
  if (await isShownAgain()) await releaseAll(deps, data, at);
  else await tellAll(deps, [{ does: 'tell', told, at, version }]);
}

/**
 * Others are told again what they were told before, or would have been meanwhile. Who has read that a text of theirs was
 * hidden hears of its return; who has not need never know of either.
 */
export async function restore(
  deps: Deps,
  event: EventOf<'post.unhidden' | 'comment.unhidden'>,
): Promise<void> {
  const told = moderationOf('text_restored', event);
  const at = new Date(event.occurredAt);
  const { id } = told.target;
  const { version } = event.subject;
  const text = { id, postId: event.data.postId };
  await removeHiding(deps.db, text, { version, at });
  if (await endWhereGone(deps, text)) return;
  // It was hidden anew since then.
  if (version > 0 && (await readFates(deps.db, [id])).hiddenOf(id) > version) return;
  await releaseAll(deps, event.data, at);
  const [hidings, mark] = await Promise.all([
    findHidingsTold(deps.db, id),
    findMark(deps, told.recipientId),
  ]);
  if (hidings.length === 0) return;
  const hasRead = hidings.some((each) => isRead(each, mark));
  // Told before the other is taken back: an attempt that ends in between is made again.
  if (hasRead) await tellAll(deps, [{ does: 'tell', told, at, version }]);
  await removeByIds(
    deps.db.notifications,
    hidings.map(({ _id }) => _id),
  );
  deps.signals.notify(told.recipientId);
}

/** Looked for afterwards: whoever deletes leaves the tombstone first, so one of the two meets the other. */
async function endWhereGone(deps: Deps, { id, postId }: ModeratedText): Promise<boolean> {
  const fates = await readFates(deps.db, [id, postId]);
  if (!fates.isGone(id) && !fates.isGone(postId)) return false;
  await removeModeration(deps.db, fates.isGone(postId) ? { postId } : { textId: id });
  return true;
}

async function releaseAll(
  deps: Deps,
  text: Parameters<typeof subjectOf>[0],
  at: Date,
): Promise<void> {
  for await (const some of findInBatches(deps.db.withheld, subjectOf(text))) {
    await release(deps, some, at);
  }
}

/** What was read already comes back as it was; anything else is news as of then. */
async function release(deps: Deps, withheld: StoredNotification[], at: Date): Promise<void> {
  const fates = await readFatesOf(deps.db, withheld);
  // A comment may be hidden for itself, under a post that is shown again.
  const shown = withheld.filter((each) => standingOf(each, fates) === 'shown');
  const told = shown.map(({ wasRead = false, ...each }) =>
    wasRead ? each : { ...each, occurredAt: at, ...toldAtOf(at, deps.now()) },
  );
  const placed = await placeNotifications(deps, { told, fates });
  for (const id of new Set(placed.map(({ recipientId }) => recipientId))) deps.signals.notify(id);
}

async function noteRead(
  deps: Deps,
  notifications: StoredNotification[],
): Promise<StoredNotification[]> {
  const recipientIds = new Set(notifications.map(({ recipientId }) => recipientId));
  const marks = await findMarks(deps, [...recipientIds]);
  return notifications.map((each) => ({
    ...each,
    wasRead: isRead(each, marks.get(each.recipientId)),
  }));
}

/** All that stands under a post is hidden with it. */
function subjectOf(data: { postId: string } | { postId: string; commentId: string }): Matching {
  return 'commentId' in data ? { textId: data.commentId } : { postId: data.postId };
}
