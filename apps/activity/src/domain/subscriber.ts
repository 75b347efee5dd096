import type { DomainEvent, EventOf } from '@dailyfeed/contract/events';

import { findWishers, type StoredWish } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { type Act, actsMax, tellAll } from './tell.ts';
import { postOf } from './told.ts';

type Post = EventOf<'post.created'>;

/** So many subscribers of an author an event tells by itself, and each of its parts. */
const subscribersMax = actsMax;

/**
 * Tells those of posts who asked to hear of their authors before these wrote them. Where they are too many, the post is
 * left to parts, from the first of them on: what a part is called then hangs on nothing but the post, so that the event
 * again begins nothing anew.
 */
export async function tellSubscribers(deps: Deps, events: readonly DomainEvent[]): Promise<void> {
  const byAuthor = Map.groupBy(events.filter(isPost), ({ data }) => data.authorId);
  let authorIds = [...byAuthor.keys()].toSorted();
  const postsOf = (authorId: string): Post[] => byAuthor.get(authorId) ?? [];
  while (authorIds.length > 0) {
    const found = await findSubscribers(deps, { authorIds });
    const isAll = found.length <= subscribersMax;
    // Of the last author some may be missing: they are the first to be asked for next, unless they fill it by themselves.
    const lastId = isAll ? undefined : found.at(-1)?.objectId;
    const known = found.filter(({ objectId }) => objectId !== lastId);
    await tellAll(
      deps,
      known.flatMap((wish) => actsOf(wish, postsOf(wish.objectId))),
    );
    if (lastId === undefined) return;
    if (known.length > 0) authorIds = authorIds.filter((id) => id >= lastId);
    else {
      for (const post of postsOf(lastId)) await leave(deps, post, { number: 0, from: '' });
      authorIds = authorIds.filter((id) => id > lastId);
    }
  }
}

/**
 * Tells one part of a post's subscribers, and then has the next told: a part that fails, and is tried again with other
 * subscribers by then, has left none. Whoever subscribes or unsubscribes meanwhile moves nobody out of the parts, since
 * these begin at a member.
 */
export async function tellSubscriberPart(deps: Deps, post: Post, name: string): Promise<void> {
  const { number, from } = parsePart(name);
  const found = await findSubscribers(deps, { authorIds: [post.data.authorId], from });
  await tellAll(
    deps,
    found.slice(0, subscribersMax).flatMap((wish) => actsOf(wish, [post])),
  );
  const next = found[subscribersMax];
  if (next) await leave(deps, post, { number: number + 1, from: next.memberId });
}

/** What a private account writes nobody else may read: there is no need to ask for each of them. */
function isPost(event: DomainEvent): event is Post {
  return event.type === 'post.created' && event.data.visibility !== 'PRIVATE';
}

/** One more than are told in one go: where the next part begins. */
function findSubscribers(
  deps: Deps,
  { authorIds: objectIds, ...place }: { authorIds: string[]; from?: string },
): Promise<StoredWish[]> {
  const limit = subscribersMax + 1;
  return findWishers(deps.db, { kind: 'subscribe', objectIds, limit, ...place });
}

function actsOf({ memberId, at: since }: StoredWish, posts: readonly Post[]): Act[] {
  return posts.flatMap(({ data, occurredAt, subject: { version } }) => {
    const at = new Date(occurredAt);
    return since && at < since
      ? []
      : [{ does: 'tell' as const, told: postOf(data, memberId), at, version }];
  });
}

/** A part's number, and the member from whom on it tells. */
type Part = { number: number; from: string };

function leave(deps: Deps, post: Post, { number, from }: Part): Promise<void> {
  return deps.parts.leave(post, { name: `${number}:${from}`, number });
}

function parsePart(name: string): Part {
  const [number = '', from = ''] = name.split(':');
  return { number: Number(number), from };
}
