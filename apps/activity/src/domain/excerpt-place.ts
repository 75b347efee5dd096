import { findPostIdsOfTexts } from '../db/activity.ts';
import type { ActivityDatabase } from '../db/client.ts';
import { findUnplaced, placeVersion, removeVersions } from '../db/excerpts.ts';
import { readFates } from '../db/tombstones.ts';

const placedMax = 500;
/** By then the stories have their events, too. */
const settledMs = 86_400_000;

/**
 * Has some of the words that an older release kept without saying what post they are under go with it, like all others;
 * gives how many there were. What no story tells of stays nowhere: nobody could say what it goes with.
 */
export async function placeExcerpts(db: ActivityDatabase, now: Date): Promise<number> {
  const before = new Date(now.getTime() - settledMs);
  const unplaced = await findUnplaced(db, { before, limit: placedMax });
  if (unplaced.length === 0) return 0;
  const postIds = await findPostIdsOfTexts(db, [...new Set(unplaced.map(({ textId }) => textId))]);
  const placed = unplaced.flatMap((each) => {
    const postId = postIds.get(each.textId);
    return postId === undefined ? [] : { ...each, postId };
  });
  for (const each of placed) await placeVersion(db, each);
  // Looked for afterwards: whoever deletes leaves the tombstone first, so one of the two meets the other.
  const fates = await readFates(
    db,
    placed.flatMap(({ textId, postId }) => [textId, postId]),
  );
  const gone = placed.filter(({ textId, postId }) => fates.isGone(textId) || fates.isGone(postId));
  await removeVersions(db, [...gone, ...unplaced.filter(({ textId }) => !postIds.has(textId))]);
  return unplaced.length;
}
