import type { EventOf, EventType } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';

import type { Deps } from '../deps.ts';
import { confirmImages, setHidden } from '../domain/claim.ts';
import { closeMember } from '../domain/closing.ts';
import { removeImages } from '../domain/removal.ts';

const imageEventTypes = [
  'post.created',
  'post.edited',
  'post.unhidden',
  'post.hidden',
  'post.deleted',
  'member.updated',
  'member.erased',
  'member.visibility_changed',
  'member.deactivated',
  'member.disabled',
  'member.reactivated',
  'member.enabled',
] as const satisfies EventType[];
export type ImageEvent = EventOf<(typeof imageEventTypes)[number]>;

/** Hears what has images, and what has them no longer. Every effect may be had again, in whatever order. */
export function startImages(
  deps: Deps,
  args: { bus: BusOptions; deadLetters: DeadLetters; log: Log },
): Consumer {
  return startConsumer({
    ...eventHandling,
    ...args,
    group: groupOf('images', args.bus.topic),
    types: imageEventTypes,
    gatherMs: 500,
    now: () => deps.now(),
    handle: (event) => handleImageEvent(deps, event),
  });
}

/** What one event changes. */
export async function handleImageEvent(deps: Deps, event: ImageEvent): Promise<void> {
  const { version } = event.subject;
  switch (event.type) {
    case 'post.created':
    case 'post.edited':
    case 'post.unhidden': {
      const { postId, authorId, images, removedImageIds } = event.data;
      const ids = images.map((image) => image.id);
      const has = { memberId: authorId, purpose: 'post', ownerId: postId, ids } as const;
      await confirmImages(deps, has);
      if (removedImageIds.length > 0) {
        await removeImages(deps, { memberId: authorId, ids: removedImageIds });
      }
      // An edit may have added some to a post that is hidden, or was once.
      return setHidden(deps, { postId, isHidden: event.data.hidden, version });
    }
    case 'post.hidden':
      return setHidden(deps, { postId: event.data.postId, isHidden: true, version });
    case 'post.deleted':
      return removeImages(deps, { postId: event.data.postId });
    case 'member.updated': {
      const { memberId, avatarImageId, coverImageId, removedImageIds } = event.data;
      const own = { memberId, ownerId: memberId };
      const toIds = (id: string | null): string[] => (id === null ? [] : [id]);
      await confirmImages(deps, { ...own, purpose: 'avatar', ids: toIds(avatarImageId) });
      await confirmImages(deps, { ...own, purpose: 'cover', ids: toIds(coverImageId) });
      if (removedImageIds.length > 0) await removeImages(deps, { memberId, ids: removedImageIds });
      return;
    }
    case 'member.erased':
      return removeImages(deps, { memberId: event.data.memberId });
    case 'member.visibility_changed':
    case 'member.deactivated':
    case 'member.disabled':
    case 'member.reactivated':
    case 'member.enabled':
      return closeMember(deps, event.data.memberId);
  }
}
