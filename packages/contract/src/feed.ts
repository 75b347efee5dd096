import * as z from 'zod';

import { toTagKey } from './find-entities.ts';
import { followingSorts } from './following-sort.ts';
import { MemberId } from './member.ts';
import { feedPageOf, PageInput } from './page.ts';
import { Post, PostId, PostPage } from './post.ts';

/** `media`: those with pictures alone. */
export const ByAuthorInput = PageInput.extend({
  authorId: MemberId,
  only: z.literal('media').optional(),
});

/** A tag in any writing, with or without its `#`; becomes what it is looked up by. */
export const Tag = z
  .string()
  .max(200)
  .transform((value) => toTagKey(value.replace(/^[#＃]/, '')))
  .pipe(z.string().regex(/^[\p{L}\p{M}\p{N}_]{1,100}$/u));
export const TagInput = PageInput.extend({ tag: Tag });

export const FollowingSort = z.enum(followingSorts);
export type FollowingSort = z.infer<typeof FollowingSort>;
export const FollowingInput = PageInput.extend({ sort: FollowingSort.default('newest') });
export const FollowingPage = PostPage.extend({
  /**
   * Gives the page that ends right above this one; null when this one was read from the top, or there is nothing above.
   * In the order `newest` alone.
   */
  previousCursor: z.string().nullable(),
  /** What `topSinceLastVisit` looks back to; null in the other orders. */
  since: z.iso.datetime().nullable(),
});
export type FollowingPage = z.infer<typeof FollowingPage>;

/** How many posts stand above `since` in the following feed; `since` null counts from the top. */
export const FeedHeadInput = z.strictObject({ since: PostId.nullable() });
export const FeedHead = z.object({
  /** Capped at 100. */
  newCount: z.number().int(),
});
export type FeedHead = z.infer<typeof FeedHead>;

/** Where a member was in the following feed: the first post in view. Null: nowhere, or too long ago. */
export const Marker = z.object({
  postId: PostId.nullable(),
  /** When it was set; null with the post. */
  setAt: z.iso.datetime().nullable(),
  /** Gives the page of the following feed that begins with the post, or the next below it; null with the post. */
  cursor: z.string().nullable(),
});
export type Marker = z.infer<typeof Marker>;
export const SetMarkerInput = z.strictObject({ postId: PostId });

/** A post of the popular feed, and why it is there: what it had gathered when its rank was fixed. */
export const PopularPost = Post.extend({
  why: z.object({
    rankedAt: z.iso.datetime(),
    /** By `popularScore`. */
    score: z.number(),
    viewCount: z.number().int(),
    likeCount: z.number().int(),
    commentCount: z.number().int(),
    bookmarkCount: z.number().int(),
  }),
});
export type PopularPost = z.infer<typeof PopularPost>;
export const PopularPage = feedPageOf(PopularPost);
export type PopularPage = z.infer<typeof PopularPage>;

export const CommentWindow = z.enum(['24h', '7d', 'all']);
export type CommentWindow = z.infer<typeof CommentWindow>;
export const MostCommentedInput = PageInput.extend({ window: CommentWindow.default('24h') });

/** A post, and how many comments it got within the window when its rank was fixed. */
export const DiscussedPost = Post.extend({ windowCommentCount: z.number().int() });
export type DiscussedPost = z.infer<typeof DiscussedPost>;
export const DiscussedPage = feedPageOf(DiscussedPost);
export type DiscussedPage = z.infer<typeof DiscussedPage>;
