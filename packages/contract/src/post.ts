import * as z from 'zod';

import { Id } from './id.ts';
import { MemberSummary } from './member.ts';
import { pageOf } from './page.ts';
import { text } from './text.ts';

export const PostId = Id;
export const postTextMax = 5000;
export const PostText = text(postTextMax);

/** Chosen by the client, once per thing it means to create: a replay gets the first answer again. */
export const IdempotencyKey = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);

export const CreatePostInput = z.strictObject({ text: PostText, idempotencyKey: IdempotencyKey });
export type CreatePostInput = z.infer<typeof CreatePostInput>;
export const EditPostInput = z.strictObject({ id: PostId, text: PostText });
export const PostIdInput = z.strictObject({ id: PostId });

/** What the write side answers; the read side adds author and counters. */
export const WrittenPost = z.object({
  id: PostId,
  authorId: z.uuid(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
});
export type WrittenPost = z.infer<typeof WrittenPost>;

export const LikeState = z.object({ liked: z.boolean(), likeCount: z.number().int() });
export type LikeState = z.infer<typeof LikeState>;

export const DeleteState = z.object({ deleted: z.literal(true) });
export type DeleteState = z.infer<typeof DeleteState>;

/** A post as a reader sees it. */
export const Post = WrittenPost.extend({
  author: MemberSummary,
  likeCount: z.number().int(),
  commentCount: z.number().int(),
  /** False for a reader who is not logged in. */
  liked: z.boolean(),
});
export type Post = z.infer<typeof Post>;

export const PostPage = pageOf(Post);
export type PostPage = z.infer<typeof PostPage>;
