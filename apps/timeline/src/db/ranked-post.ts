import { Prisma } from '@dailyfeed/content-store/generated/client';
import type { CommentWindow, FollowingSort } from '@dailyfeed/contract/feed';
import { popularHalfLifeHours, popularWeights } from '@dailyfeed/contract/popular';
import * as z from 'zod';

import { firstIdAt } from './id-time.ts';
import type { ContentReader } from './reader.ts';

/** A post of a ranking with what counted for it; what does not count in that ranking is 0. */
export const RankedPost = z.object({
  id: z.string(),
  viewCount: z.number(),
  likeCount: z.number(),
  commentCount: z.number(),
  bookmarkCount: z.number(),
});
export type RankedPost = z.infer<typeof RankedPost>;

/** Longest ranking. */
export const rankedMax = 1000;
/** Longest ranking of one reader's own. */
const followedMax = 200;
const hourMs = 3_600_000;
/** Older than this a post counts for less than a millionth: no number of likes brings it back. */
const popularWindowMs = 21 * 24 * hourMs;
const windowMs: Record<Exclude<CommentWindow, 'all'>, number> = {
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
};

const isShown = Prisma.sql`deleted_at IS NULL AND hidden_at IS NULL`;

/** What a post has gathered, by the weights of `popularScore`. */
const points = Prisma.sql`(${popularWeights.viewCount} * view_count::float8
  + ${popularWeights.likeCount} * like_count + ${popularWeights.commentCount} * comment_count
  + ${popularWeights.bookmarkCount} * bookmark_count)`;
const counts = Prisma.sql`view_count AS "viewCount", like_count AS "likeCount",
  comment_count AS "commentCount", bookmark_count AS "bookmarkCount"`;

/** Living posts that have gathered anything, by the formula of `popularScore`. */
export async function rankPopular(reader: ContentReader, now: Date): Promise<RankedPost[]> {
  const age = Prisma.sql`extract(epoch FROM ${now}::timestamptz - created_at)::float8`;
  return reader.read(
    (db) => db.$queryRaw<RankedPost[]>`
      SELECT id, ${counts} FROM posts
      WHERE id >= ${firstIdAt(now.getTime() - popularWindowMs)}::uuid AND ${isShown}
        AND view_count + like_count + comment_count + bookmark_count > 0
      ORDER BY ${points} * power(2::float8, -${age} / ${popularHalfLifeHours * 3600}) DESC, id DESC
      LIMIT ${rankedMax}`,
  );
}

/** Living posts by how many comments they got within the window. */
export async function rankMostCommented(
  reader: ContentReader,
  now: Date,
  window: CommentWindow,
): Promise<RankedPost[]> {
  const nothingElse = Prisma.sql`0 AS "viewCount", 0 AS "likeCount", 0 AS "bookmarkCount"`;
  if (window === 'all') {
    return reader.read(
      (db) => db.$queryRaw<RankedPost[]>`
        SELECT id, comment_count AS "commentCount", ${nothingElse}
        FROM posts WHERE comment_count > 0 AND ${isShown}
        ORDER BY comment_count DESC, id DESC LIMIT ${rankedMax}`,
    );
  }
  const since = firstIdAt(now.getTime() - windowMs[window]);
  // The order stands before the posts are looked at, so that no more are than it takes to fill the ranking.
  return reader.read(
    (db) => db.$queryRaw<RankedPost[]>`
      SELECT recent.post_id AS id, recent.count AS "commentCount", ${nothingElse}
      FROM (
        SELECT post_id, count(*)::int AS count FROM comments
        WHERE id >= ${since}::uuid AND ${isShown} GROUP BY post_id
        ORDER BY count DESC, post_id DESC
      ) AS recent
      CROSS JOIN LATERAL (
        SELECT FROM posts WHERE id = recent.post_id AND ${isShown} OFFSET 0
      ) AS post
      ORDER BY recent.count DESC, recent.post_id DESC LIMIT ${rankedMax}`,
  );
}

/**
 * Living posts of `authorIds` written after `since`: the commented ones by the number of their comments, or all of
 * them by what they have gathered. Reads each author's part of the index.
 */
export async function rankFollowed(
  reader: ContentReader,
  args: { authorIds: string[]; sort: Exclude<FollowingSort, 'newest'>; since: Date },
): Promise<RankedPost[]> {
  const { authorIds, sort } = args;
  const isListed = sort === 'mostCommented' ? Prisma.sql`AND comment_count > 0` : Prisma.empty;
  const order = sort === 'mostCommented' ? Prisma.sql`comment_count` : points;
  return reader.read(
    (db) => db.$queryRaw<RankedPost[]>`
      SELECT id, ${counts} FROM posts
      WHERE author_id = ANY(${authorIds}::uuid[]) AND id >= ${firstIdAt(args.since.getTime())}::uuid
        AND ${isShown} ${isListed}
      ORDER BY ${order} DESC, id DESC LIMIT ${followedMax}`,
  );
}
