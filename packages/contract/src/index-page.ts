import * as z from 'zod';

import { WrittenComment } from './comment.ts';
import { MemberId, MemberSummary } from './member.ts';
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

/** A member who is there, as anybody may find them. */
export const IndexedMember = MemberSummary.extend({
  /** Empty unless everybody may read it. */
  bio: z.string(),
  /** Whether or not these are there, too. */
  followerCount: z.number().int().min(0),
});
export type IndexedMember = z.infer<typeof IndexedMember>;
export const IndexByIdsInput = z.strictObject({ ids: z.array(MemberId).max(200) });
export const IndexedMemberPage = pageOf(IndexedMember);
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
export const IndexedComment = WrittenComment.extend({
  /** BCP 47; null where it could not be told. */
  language: z.string().nullable(),
  isHidden: z.boolean(),
  likeCount: z.number().int(),
});
export type IndexedComment = z.infer<typeof IndexedComment>;
export const IndexedCommentPage = pageOf(IndexedComment);
export type IndexedCommentPage = z.infer<typeof IndexedCommentPage>;
