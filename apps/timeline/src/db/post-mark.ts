import type { ContentReader } from './reader.ts';

/** What a member has marked: which posts they like, which they keep. */
export type PostMarks = { liked: ReadonlySet<string>; bookmarked: ReadonlySet<string> };

/** Of `postIds`, those that `memberId` has marked. */
export async function findPostMarks(
  reader: ContentReader,
  args: { memberId: string; postIds: string[] },
): Promise<PostMarks> {
  const { memberId, postIds } = args;
  if (postIds.length === 0) return { liked: new Set(), bookmarked: new Set() };
  const rows = await reader.read(
    (db) => db.$queryRaw<{ kind: keyof PostMarks; id: string }[]>`
      SELECT 'liked' AS kind, post_id AS id FROM post_likes
      WHERE member_id = ${memberId}::uuid AND post_id = ANY(${postIds}::uuid[])
      UNION ALL
      SELECT 'bookmarked', post_id FROM bookmarks
      WHERE member_id = ${memberId}::uuid AND post_id = ANY(${postIds}::uuid[])`,
  );
  const idsOf = (kind: keyof PostMarks): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.kind === kind).map((row) => row.id));
  return { liked: idsOf('liked'), bookmarked: idsOf('bookmarked') };
}

/** Of `commentIds`, those that `memberId` likes. */
export async function findLikedCommentIds(
  reader: ContentReader,
  args: { memberId: string; commentIds: string[] },
): Promise<ReadonlySet<string>> {
  if (args.commentIds.length === 0) return new Set();
  const likes = await reader.read((db) =>
    db.commentLike.findMany({
      where: { memberId: args.memberId, commentId: { in: args.commentIds } },
      select: { commentId: true },
    }),
  );
  return new Set(likes.map((like) => like.commentId));
}
