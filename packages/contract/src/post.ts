import * as z from 'zod';

import { Entities } from './entity.ts';
import { Hiding } from './hiding.ts';
import { Id } from './id.ts';
import { AttachedImages, AttachImagesInput, PostImage } from './image.ts';
import { MemberId, MemberSummary } from './member.ts';
import { feedPageOf, PageInput, pageOf } from './page.ts';
import { isVisible, optionalText, text } from './text.ts';

export const PostId = Id;
export const postTextMax = 5000;
export const PostText = text(postTextMax);

/** One line that a reader is told before they see the text; an empty one is none. */
export const ContentWarning = optionalText(100)
  .refine((value) => !value.includes('\n'), 'control_characters')
  .transform((value) => (isVisible(value) ? value : null))
  .nullable();

/** Chosen by the client, once per thing it means to create: a replay gets the first answer again. */
export const IdempotencyKey = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);

export const CreatePostInput = z.strictObject({
  text: PostText,
  contentWarning: ContentWarning.optional(),
  /** The author's own, uploaded for a post and in no other. */
  images: AttachImagesInput.optional(),
  idempotencyKey: IdempotencyKey,
  /** The member's draft that this post was written from; it goes with the post's coming. */
  draftId: Id.optional(),
  /** Of that draft as its words were posted: one that was saved elsewhere since stays. Left out, any version goes. */
  draftVersion: z.number().int().min(1).optional(),
});
export type CreatePostInput = z.infer<typeof CreatePostInput>;
export const EditPostInput = z.strictObject({
  id: PostId,
  text: PostText,
  /** Left out, it stays as it is. */
  contentWarning: ContentWarning.optional(),
  /** Left out, they stay as they are; what is taken out is gone for good. */
  images: AttachImagesInput.optional(),
  /** Of the post that was edited: POST_CHANGED when another edit has come in between. */
  version: z.number().int().min(1),
});
export type EditPostInput = z.infer<typeof EditPostInput>;
export const PostIdInput = z.strictObject({ id: PostId });

/** A page that has a post open, named by itself, so that a member's pages are told apart. */
export const WatchInput = z.strictObject({ id: PostId, pageId: IdempotencyKey });
export type WatchInput = z.infer<typeof WatchInput>;

/** What the write side answers; the read side adds author and counters. */
export const WrittenPost = z.object({
  id: PostId,
  authorId: z.uuid(),
  text: z.string(),
  contentWarning: z.string().nullable(),
  /** BCP 47; null where it cannot be told. */
  language: z.string().nullable(),
  entities: Entities,
  images: AttachedImages,
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
});
export type WrittenPost = z.infer<typeof WrittenPost>;

/** A text that was, or is, in force. */
export const PostVersion = WrittenPost.pick({
  version: true,
  text: true,
  contentWarning: true,
  entities: true,
}).extend({ writtenAt: z.iso.datetime() });
export type PostVersion = z.infer<typeof PostVersion>;
export const PostHistoryInput = PageInput.extend({ id: PostId });
export const PostHistory = pageOf(PostVersion);
export type PostHistory = z.infer<typeof PostHistory>;

/** For other services: those of `ids` that there are, deleted and hidden ones left out. */
export const PostIdsInput = z.strictObject({ ids: z.array(PostId).min(1).max(100) });

/**
 * For other services: those of `ids` that the reader sees where they come unasked; of whom the reader has muted, only
 * what `openedAuthorId` wrote.
 */
export const VisiblePostsInput = PostIdsInput.extend({ openedAuthorId: MemberId.nullable() });
export type VisiblePostsInput = z.infer<typeof VisiblePostsInput>;

export const LikeState = z.object({ liked: z.boolean(), likeCount: z.number().int() });
export type LikeState = z.infer<typeof LikeState>;

export const BookmarkState = z.object({ bookmarked: z.boolean(), bookmarkCount: z.number().int() });
export type BookmarkState = z.infer<typeof BookmarkState>;

/** What a post has gathered. */
export const PostStats = z.object({
  likeCount: z.number().int(),
  commentCount: z.number().int(),
  bookmarkCount: z.number().int(),
  viewCount: z.number().int(),
});
export type PostStats = z.infer<typeof PostStats>;

export const DeleteState = z.object({ deleted: z.literal(true) });
export type DeleteState = z.infer<typeof DeleteState>;

/** A post as a reader sees it. */
export const Post = WrittenPost.extend({
  author: MemberSummary,
  images: z.array(PostImage),
  likeCount: z.number().int(),
  commentCount: z.number().int(),
  bookmarkCount: z.number().int(),
  viewCount: z.number().int(),
  /** Both false for a reader who is not logged in. */
  liked: z.boolean(),
  bookmarked: z.boolean(),
  /** Null but for its author, while nobody else sees it. */
  hiding: Hiding.nullable(),
});
export type Post = z.infer<typeof Post>;

export const PostPage = feedPageOf(Post);
export type PostPage = z.infer<typeof PostPage>;
