import * as z from 'zod';

import { WrittenComment } from './comment.ts';
import { MemberSummary } from './member.ts';
import { Cursor, pageOf } from './page.ts';
import { WrittenPost } from './post.ts';

/*
 * Whole lists for who builds an index of them, by id: what is made meanwhile comes at the end. For other services.
 */

export const IndexPageInput = z.strictObject({
  cursor: Cursor.nullish(),
  limit: z.number().int().min(1).max(500).default(500),
});
export type IndexPageInput = z.infer<typeof IndexPageInput>;

/** Members who are there. */
export const IndexedMemberPage = pageOf(MemberSummary);
export type IndexedMemberPage = z.infer<typeof IndexedMemberPage>;

/** A post that is not deleted, and what came of it. */
export const IndexedPost = WrittenPost.extend({
  isHidden: z.boolean(),
  likeCount: z.number().int(),
  commentCount: z.number().int(),
});
export type IndexedPost = z.infer<typeof IndexedPost>;
export const IndexedPostPage = pageOf(IndexedPost);
export type IndexedPostPage = z.infer<typeof IndexedPostPage>;

/** A comment that is not deleted, under a post that is not. */
export const IndexedComment = WrittenComment.extend({ likeCount: z.number().int() });
export type IndexedComment = z.infer<typeof IndexedComment>;
export const IndexedCommentPage = pageOf(IndexedComment);
export type IndexedCommentPage = z.infer<typeof IndexedCommentPage>;
