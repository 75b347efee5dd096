import { bumpGraphVersion } from '../db/following.ts';
import { addToHome, removeHome, signalAuthor, signalFeed } from '../db/home.ts';
import { removeMarker } from '../db/marker.ts';
import { addMergedAuthor, isMergedAuthor, removeMergedAuthor } from '../db/merged-author.ts';
import { removeVisit } from '../db/visit.ts';
import type { Deps } from '../deps.ts';

/** Timelines written to in one go. */
const batchSize = 500;
/** Who was merged stays so down to this part of the limit: not each follow and unfollow around it changes sides. */
const mergedFrom = 0.9;

/**
 * Puts a post into the home timelines of the author's followers. Doing it twice is doing it once; a failure in the
 * middle is made good by doing it again.
 */
export async function fanOut(deps: Deps, post: { id: string; authorId: string }): Promise<void> {
  const { redis } = deps.state;
  const followerIds = await listFollowers(deps, post.authorId);
  if (followerIds === 'too many') {
    await addMergedAuthor(redis, post.authorId);
    return signalAuthor(redis, post.authorId);
  }
  if (await isMergedAuthor(redis, post.authorId)) {
    if (followerIds.length > deps.fanOutFollowerMax * mergedFrom) {
      return signalAuthor(redis, post.authorId);
    }
    await mergeNoMore(deps, post.authorId, followerIds);
  }
  for (let start = 0; start < followerIds.length; start += batchSize) {
    const batch = followerIds.slice(start, start + batchSize);
    await Promise.all(batch.map((memberId) => addToHome(redis, memberId, post.id)));
    await deps.failpoint?.('fan-out:added');
    await Promise.all(batch.map((memberId) => signalFeed(redis, memberId)));
  }
  await deps.failpoint?.('fan-out:written');
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

/** Followers' timelines are built anew, with what was not put into them; before that, an attempt that ends is made again. */
async function mergeNoMore(deps: Deps, authorId: string, followerIds: string[]): Promise<void> {
  const { redis } = deps.state;
  for (let start = 0; start < followerIds.length; start += batchSize) {
    const batch = followerIds.slice(start, start + batchSize);
    await Promise.all(batch.map((memberId) => removeHome(redis, memberId)));
  }
  await removeMergedAuthor(redis, authorId);
}

async function listFollowers(deps: Deps, authorId: string): Promise<string[] | 'too many'> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.members.followIds({ memberId: authorId, side: 'followers', cursor });
    ids.push(...page.items);
    if (ids.length > deps.fanOutFollowerMax) return 'too many';
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
