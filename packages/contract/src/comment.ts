import * as z from 'zod';

import { Entities } from './entity.ts';
import { Hiding } from './hiding.ts';
import { Id } from './id.ts';
import { MemberId, MemberSummary } from './member.ts';
import { feedPageOf, PageInput, pageOf } from './page.ts';
import { IdempotencyKey, Post, PostId } from './post.ts';
import { text } from './text.ts';

export const CommentId = Id;
export const commentTextMax = 1000;
export const CommentText = text(commentTextMax);
/** Depth 0 answers the post, 1 a comment, 2 a reply; deeper is refused. */
export const commentDepthMax = 2;

export const CreateCommentInput = z.strictObject({
  postId: PostId,
  parentId: CommentId.nullish(),
  text: CommentText,
  idempotencyKey: IdempotencyKey,
});
export type CreateCommentInput = z.infer<typeof CreateCommentInput>;

export const EditCommentInput = z.strictObject({
  id: CommentId,
  text: CommentText,
  /** Of the comment that was edited: COMMENT_CHANGED when another edit has come in between. */
  version: z.number().int().min(1),
});
export type EditCommentInput = z.infer<typeof EditCommentInput>;
export const CommentIdInput = z.strictObject({ id: CommentId });

export const WrittenComment = z.object({
  id: CommentId,
  postId: PostId,
  parentId: CommentId.nullable(),
  depth: z.number().int().min(0).max(commentDepthMax),
  authorId: z.uuid(),
  text: z.string(),
  entities: Entities,
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
});
export type WrittenComment = z.infer<typeof WrittenComment>;

/**
 * A comment as a reader sees it. One that was removed while replies hang on it keeps its place: then it has no text and
 * nobody wrote it.
 */
export const Comment = WrittenComment.extend({
  authorId: z.uuid().nullable(),
  /** Null when, and only when, the comment was removed. */
  author: MemberSummary.nullable(),
  likeCount: z.number().int(),
  replyCount: z.number().int(),
  liked: z.boolean(),
  /** Null but for its author, while nobody else sees it. */
  hiding: Hiding.nullable(),
});
export type Comment = z.infer<typeof Comment>;

/** Comments of one member, newest first. */
export const CommentsByAuthorInput = PageInput.extend({ authorId: MemberId });

/** Comments of a post (`parentId` null: the top level), oldest first; replies are asked for by their parent. */
export const CommentsInput = PageInput.extend({
  postId: PostId,
  parentId: CommentId.nullish(),
});

/** A comment with the first of its replies, to the third level; the rest is loaded with `parentId`. */
export type CommentThread = Comment & { replies: CommentThread[]; repliesCursor: string | null };
export const CommentThread: z.ZodType<CommentThread> = Comment.extend({
  get replies() {
    return z.array(CommentThread);
  },
  repliesCursor: z.string().nullable(),
});
/** A comment in its place: the thread it belongs to, down to it. */
export const LinkedComment = z.object({ postId: PostId, thread: CommentThread });
export type LinkedComment = z.infer<typeof LinkedComment>;
export const CommentPage = pageOf(CommentThread);
export type CommentPage = z.infer<typeof CommentPage>;

/** A comment beside the post it stands under, as a list of one member's comments shows it. */
export const CommentWithPost = Comment.extend({ author: MemberSummary, post: Post });
export type CommentWithPost = z.infer<typeof CommentWithPost>;
/** For other services: as `VisiblePostsInput`; a comment is left out with its post. */
export const VisibleCommentsInput = z.strictObject({
  ids: z.array(CommentId).min(1).max(100),
  openedAuthorId: MemberId.nullable(),
});
export type VisibleCommentsInput = z.infer<typeof VisibleCommentsInput>;
export const CommentWithPostPage = feedPageOf(CommentWithPost);
export type CommentWithPostPage = z.infer<typeof CommentWithPostPage>;
