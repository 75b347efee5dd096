/** What the popular feed counts, and for how much. */
export const popularWeights = {
  viewCount: 1,
  likeCount: 4,
  commentCount: 6,
  bookmarkCount: 8,
} as const;

/** After this long a post counts for half. */
export const popularHalfLifeHours = 24;

/** What a post has gathered. */
export type PopularCounts = Record<keyof typeof popularWeights, number>;

/**
 * The published formula of the popular feed:
 * `(1·views + 4·likes + 6·comments + 8·bookmarks) · 2^(−age/24 h)`; `ageMs` is in milliseconds.
 */
export function popularScore(counts: PopularCounts, ageMs: number): number {
  const points =
    popularWeights.viewCount * counts.viewCount +
    popularWeights.likeCount * counts.likeCount +
    popularWeights.commentCount * counts.commentCount +
    popularWeights.bookmarkCount * counts.bookmarkCount;
  return points * 2 ** (-ageMs / (popularHalfLifeHours * 3_600_000));
}
