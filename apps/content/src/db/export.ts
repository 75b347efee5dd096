import type { ContentTransaction, PostVersionRow } from '@dailyfeed/content-store/client';
import type { ExportItem } from '@dailyfeed/contract/export';

/** A stretch of what is one member's, behind the place `after`. */
export type ExportRange<Place> = { memberId: string; after: Place | null; limit: number };
export type ExportTable<Place> = {
  count: (tx: ContentTransaction, memberId: string) => Promise<number>;
  list: (
    tx: ContentTransaction,
    range: ExportRange<Place>,
  ) => Promise<{ place: Place; item: ExportItem }[]>;
};
/** Where a post is that was marked then. */
export type MarkPlace = { at: string; postId: string };
export type VersionPlace = { postId: string; version: number };

/** Not behind any. */
const firstId = '00000000-0000-0000-0000-000000000000';

const behind = (after: string | null) => (after === null ? {} : { gt: after });

/** The first condition bounds the index scan, the second breaks ties. */
const markedBehind = (after: MarkPlace | null) =>
  after && {
    createdAt: { gte: after.at },
    OR: [{ createdAt: { gt: after.at } }, { postId: { gt: after.postId } }],
  };
const markPlaceOf = (mark: { createdAt: Date; postId: string }): MarkPlace => ({
  at: mark.createdAt.toISOString(),
  postId: mark.postId,
});

/** Also those deleted, as long as they are kept. */
export const exportedPosts: ExportTable<string> = {
  count: (tx, memberId) => tx.post.count({ where: { authorId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.post.findMany({
      where: { authorId: memberId, id: behind(after) },
      omit: { authorId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ place: item.id, item }));
  },
};

/** The texts that edits have replaced: of one post there may be as many as of all others. */
export const exportedPostVersions: ExportTable<VersionPlace> = {
  count: (tx, memberId) => tx.postVersion.count({ where: { post: { authorId: memberId } } }),
  list: async (tx, { memberId, after, limit }) => {
    const { postId, version } = after ?? { postId: firstId, version: 0 };
    const rows = await tx.$queryRaw<PostVersionRow[]>`
      SELECT post_id AS "postId", replaced.version, replaced.text, replaced.content_warning AS "contentWarning",
        replaced.entities, written_at AS "writtenAt", is_hidden AS "isHidden"
      FROM posts JOIN post_versions AS replaced ON post_id = posts.id
      WHERE author_id = ${memberId}::uuid AND posts.id >= ${postId}::uuid
        AND (post_id, replaced.version) > (${postId}::uuid, ${version}::int)
      ORDER BY posts.id, replaced.version LIMIT ${limit}`;
    return rows.map((item) => ({ place: { postId: item.postId, version: item.version }, item }));
  },
};

export const exportedComments: ExportTable<string> = {
  count: (tx, memberId) => tx.comment.count({ where: { authorId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.comment.findMany({
      where: { authorId: memberId, id: behind(after) },
      omit: { authorId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ place: item.id, item }));
  },
};

export const exportedLikes: ExportTable<MarkPlace> = {
  count: (tx, memberId) => tx.postLike.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.postLike.findMany({
      where: { memberId, ...markedBehind(after) },
      omit: { memberId: true },
      orderBy: [{ createdAt: 'asc' }, { postId: 'asc' }],
      take: limit,
    });
    return rows.map((item) => ({ place: markPlaceOf(item), item }));
  },
};

export const exportedCommentLikes: ExportTable<string> = {
  count: (tx, memberId) => tx.commentLike.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.commentLike.findMany({
      where: { memberId, commentId: behind(after) },
      omit: { memberId: true },
      orderBy: { commentId: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ place: item.commentId, item }));
  },
};

export const exportedBookmarks: ExportTable<MarkPlace> = {
  count: (tx, memberId) => tx.bookmark.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.bookmark.findMany({
      where: { memberId, ...markedBehind(after) },
      omit: { memberId: true },
      orderBy: [{ createdAt: 'asc' }, { postId: 'asc' }],
      take: limit,
    });
    return rows.map((item) => ({ place: markPlaceOf(item), item }));
  },
};

export const exportedDrafts: ExportTable<string> = {
  count: (tx, memberId) => tx.draft.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.draft.findMany({
      where: { memberId, id: behind(after) },
      omit: { memberId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ place: item.id, item }));
  },
};
