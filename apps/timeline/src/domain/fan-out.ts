import { bumpGraphVersion } from '../db/following.ts';
import { addToHome, removeHome, signalAuthor, signalFeed } from '../db/home.ts';
import { removeMarker } from '../db/marker.ts';
import { addMergedAuthor, isMergedAuthor, removeMergedAuthor } from '../db/merged-author.ts';
import { removeVisit } from '../db/visit.ts';
import type { Deps } from '../deps.ts';

/** Who was merged stays so down to this part of the limit: not each follow and unfollow around it changes sides. */
const mergedFrom = 0.9;

export type FannedOut = { id: string; authorId: string };

/** Up to 1,000 of the author's followers, and where the member service begins to list them. */
type FollowerPage = { cursor: string | null; ids: string[] };

/**
 * Puts a post into the home timelines of the first of the author's followers, and leaves the others, page by page, to
 * `leave`: it is given where each page begins, and has `fanOutPage` done. Doing it twice is doing it once; a failure in
 * the middle is made good by doing it again.
 */
export async function fanOut(
  deps: Deps,
  post: FannedOut,
  leave: (cursors: string[]) => Promise<void>,
): Promise<void> {
  const { redis } = deps.state;
  const pages = await listFollowers(deps, post.authorId);
  if (pages === 'too many') {
    await addMergedAuthor(redis, post.authorId);
    return signalAuthor(redis, post.authorId);
  }
  if (await isMergedAuthor(redis, post.authorId)) {
    if (countIds(pages) > deps.fanOutFollowerMax * mergedFrom) {
      return signalAuthor(redis, post.authorId);
    }
    await mergeNoMore(deps, post.authorId, pages);
  }
  const [first, ...others] = pages;
  const cursors = others.flatMap(({ cursor }) => cursor ?? []);
  if (cursors.length > 0) await leave(cursors);
  if (first) await addToHomes(deps, post.id, first.ids);
}

/** Puts a post into the home timelines of a page of followers. */
export async function fanOutPage(deps: Deps, post: FannedOut, cursor: string): Promise<void> {
  const { authorId: memberId } = post;
  const { items } = await deps.members.followIds({ memberId, side: 'followers', cursor });
  await addToHomes(deps, post.id, items);
}

/**
 * Makes a follow or unfollow take effect on what was built before it. The member service does so at once; this makes
 * up for the time it could not reach Redis.
 */
export async function forgetGraph(deps: Deps, memberId: string): Promise<void> {
  await bumpGraphVersion(deps.state.redis, memberId);
}

/** Removes what was kept for a member who is gone, and of them. Their posts leave the timelines of others unread. */
export async function forgetMember(deps: Deps, memberId: string): Promise<void> {
  await removeHome(deps.state.redis, memberId);
  await removeMarker(deps.state.redis, memberId);
  await removeVisit(deps.state.redis, memberId);
  await removeMergedAuthor(deps.state.redis, memberId);
}

async function addToHomes(deps: Deps, postId: string, memberIds: string[]): Promise<void> {
  const { redis } = deps.state;
  await Promise.all(memberIds.map((memberId) => addToHome(redis, memberId, postId)));
  await deps.failpoint?.('fan-out:added');
  await Promise.all(memberIds.map((memberId) => signalFeed(redis, memberId)));
  await deps.failpoint?.('fan-out:written');
}

/** Followers' timelines are built anew, with what was not put into them; before that, an attempt that ends is made again. */
async function mergeNoMore(deps: Deps, authorId: string, pages: FollowerPage[]): Promise<void> {
  const { redis } = deps.state;
  for (const { ids } of pages) {
    await Promise.all(ids.map((memberId) => removeHome(redis, memberId)));
  }
  await removeMergedAuthor(redis, authorId);
}

async function listFollowers(deps: Deps, authorId: string): Promise<FollowerPage[] | 'too many'> {
  const pages: FollowerPage[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.members.followIds({ memberId: authorId, side: 'followers', cursor });
    pages.push({ cursor, ids: page.items });
    if (countIds(pages) > deps.fanOutFollowerMax) return 'too many';
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

function countIds(pages: FollowerPage[]): number {
  return pages.reduce((count, { ids }) => count + ids.length, 0);
}
