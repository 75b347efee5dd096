import type { EventOf } from '@dailyfeed/contract/events';

import { findHidingsTold, removeByIds, removeNotifications } from '../db/notifications.ts';
import { addHiding, removeHiding } from '../db/tombstones.ts';
import type { Deps } from '../deps.ts';
import { getReadUntil } from './notification-read.ts';
import { tellAll } from './tell.ts';
import { moderationKinds, moderationOf } from './told.ts';

/** Takes back what others than its author were told of what moderation hides; the author is told that it does. */
export async function withhold(
  deps: Deps,
  event: EventOf<'post.hidden' | 'comment.hidden'>,
): Promise<void> {
  const { data } = event;
  const at = new Date(event.occurredAt);
  const told = moderationOf('text_hidden', event);
  await addHiding(deps.db, told.target.id, at);
  const recipientIds = await removeNotifications(deps.db, {
    ...('commentId' in data ? { textId: data.commentId } : { postId: data.postId }),
    exceptRecipientIds: [data.authorId],
    // Of comments under a post, their authors are told for themselves.
    exceptKinds: moderationKinds,
  });
  for (const recipientId of recipientIds) deps.signals.notify(recipientId);
  await tellAll(deps, [{ does: 'tell', told, at }]);
}

/** Who has read that a text of theirs was hidden hears of its return; who has not need never know of either. */
export async function restore(
  deps: Deps,
  event: EventOf<'post.unhidden' | 'comment.unhidden'>,
): Promise<void> {
  const told = moderationOf('text_restored', event);
  await removeHiding(deps.db, told.target.id);
  const [hidings, readUntil] = await Promise.all([
    findHidingsTold(deps.db, told.target.id),
    getReadUntil(deps, told.recipientId),
  ]);
  if (hidings.length === 0) return;
  const hasRead = hidings.some(({ occurredAt }) => readUntil !== null && occurredAt <= readUntil);
  // Told before the other is taken back: an attempt that ends in between is made again.
  const at = new Date(event.occurredAt);
  if (hasRead) await tellAll(deps, [{ does: 'tell', told, at }]);
  await removeByIds(
    deps.db,
    hidings.map(({ _id }) => _id),
  );
  deps.signals.notify(told.recipientId);
}
