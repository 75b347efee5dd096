import type { PostRow } from '@dailyfeed/content-store/client';

import type { ContentReader } from './reader.ts';

/** A post in a list of marks: its place goes by when it was marked. */
export type MarkedPost = { id: string; markedAt: Date; post: PostRow };
export type MarkPosition = { at: string; id: string };

/** What a member likes or keeps, deleted posts too, the last marked first. */
export async function findMarkedPosts(
  reader: ContentReader,
  args: {
    kind: 'liked' | 'bookmarked';
    memberId: string;
    before: MarkPosition | null;
    limit: number;
  },
): Promise<MarkedPost[]> {
  const { before } = args;
  const query = {
    where: {
      memberId: args.memberId,
      // The first condition bounds the index scan, the second breaks ties.
      ...(before && {
        createdAt: { lte: before.at },
        OR: [{ createdAt: { lt: before.at } }, { postId: { lt: before.id } }],
      }),
    },
    orderBy: [{ createdAt: 'desc' as const }, { postId: 'desc' as const }],
    take: args.limit,
    include: { post: true },
  };
  const marks = await reader.read((db) =>
    args.kind === 'liked' ? db.postLike.findMany(query) : db.bookmark.findMany(query),
  );
  return marks.map(({ postId, createdAt, post }) => ({ id: postId, markedAt: createdAt, post }));
}
