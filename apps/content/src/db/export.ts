import type { ContentTransaction } from '@dailyfeed/content-store/client';
import type { ExportItem } from '@dailyfeed/contract/export';

/** A stretch of what is one member's, in the order of the ids behind `after`. */
export type ExportRange = { memberId: string; after: string | null; limit: number };
export type ExportTable = {
  count: (tx: ContentTransaction, memberId: string) => Promise<number>;
  list: (tx: ContentTransaction, range: ExportRange) => Promise<{ id: string; item: ExportItem }[]>;
};

const behind = (after: string | null) => (after === null ? {} : { gt: after });

/** Posts with the texts that edits have replaced; also those deleted, as long as they are kept. */
export const exportedPosts: ExportTable = {
  count: (tx, memberId) => tx.post.count({ where: { authorId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.post.findMany({
      where: { authorId: memberId, id: behind(after) },
      include: { versions: { orderBy: { version: 'asc' }, omit: { postId: true } } },
      omit: { authorId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.id, item }));
  },
};

export const exportedComments: ExportTable = {
  count: (tx, memberId) => tx.comment.count({ where: { authorId: memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.comment.findMany({
      where: { authorId: memberId, id: behind(after) },
      omit: { authorId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.id, item }));
  },
};

export const exportedLikes: ExportTable = {
  count: (tx, memberId) => tx.postLike.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.postLike.findMany({
      where: { memberId, postId: behind(after) },
      omit: { memberId: true },
      orderBy: { postId: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.postId, item }));
  },
};

export const exportedCommentLikes: ExportTable = {
  count: (tx, memberId) => tx.commentLike.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.commentLike.findMany({
      where: { memberId, commentId: behind(after) },
      omit: { memberId: true },
      orderBy: { commentId: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.commentId, item }));
  },
};

export const exportedBookmarks: ExportTable = {
  count: (tx, memberId) => tx.bookmark.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.bookmark.findMany({
      where: { memberId, postId: behind(after) },
      omit: { memberId: true },
      orderBy: { postId: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.postId, item }));
  },
};

export const exportedDrafts: ExportTable = {
  count: (tx, memberId) => tx.draft.count({ where: { memberId } }),
  list: async (tx, { memberId, after, limit }) => {
    const rows = await tx.draft.findMany({
      where: { memberId, id: behind(after) },
      omit: { memberId: true },
      orderBy: { id: 'asc' },
      take: limit,
    });
    return rows.map((item) => ({ id: item.id, item }));
  },
};
