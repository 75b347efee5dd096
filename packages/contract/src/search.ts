import * as z from 'zod';

import { CommentWithPost } from './comment.ts';
import { FollowListItem, MemberSummary } from './member.ts';
import { feedPageOf, PageInput, pageOf } from './page.ts';
import { Post } from './post.ts';
import { searchQueryMax } from './search-query.ts';
import { line } from './text.ts';

/**
 * Words, each of which is to be found, in any order, and operators: `"in this order"`, `-without`, `#tag`,
 * `from:handle`, `before:2026-01-31`, `after:2026-01-01`, `has:image`, `lang:ko`. What is no operator is text. A query
 * in which nothing can be looked for is SEARCH_QUERY_EMPTY; one that takes too long, SEARCH_TIMEOUT.
 */
/** Composed, as texts are stored: some systems write 가 as ᄀ and ᅡ. */
export const SearchQuery = z.string().normalize('NFC').max(searchQueryMax);

/** Where in a text a word of the query stands, as entities tell it: `end` is the first UTF-16 code unit behind. */
export const Highlight = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(1),
});
export type Highlight = z.infer<typeof Highlight>;

/** `best` weighs how well it fits, how new it is and how much it is liked and commented on. */
export const SearchSort = z.enum(['best', 'newest']);
export type SearchSort = z.infer<typeof SearchSort>;

const QueryInput = PageInput.extend({ query: SearchQuery });
const SortedInput = QueryInput.extend({ sort: SearchSort.default('best') });

export const SearchPostsInput = SortedInput;
export type SearchPostsInput = z.infer<typeof SearchPostsInput>;
/** In the order of the text; none overlaps another. */
export const FoundPost = z.object({ post: Post, highlights: z.array(Highlight) });
export type FoundPost = z.infer<typeof FoundPost>;
export const FoundPostPage = pageOf(FoundPost);
export type FoundPostPage = z.infer<typeof FoundPostPage>;

export const SearchCommentsInput = SortedInput;
export type SearchCommentsInput = z.infer<typeof SearchCommentsInput>;
export const FoundComment = z.object({
  comment: CommentWithPost,
  highlights: z.array(Highlight),
});
export type FoundComment = z.infer<typeof FoundComment>;
export const FoundCommentPage = pageOf(FoundComment);
export type FoundCommentPage = z.infer<typeof FoundCommentPage>;

/**
 * By handle, display name, and bio where everybody may read it: names before bios, and who is followed by more before
 * who is followed by fewer.
 */
export const SearchMembersInput = QueryInput;
export type SearchMembersInput = z.infer<typeof SearchMembersInput>;
export const FoundMemberPage = feedPageOf(FollowListItem);
export type FoundMemberPage = z.infer<typeof FoundMemberPage>;

export const SearchTagsInput = QueryInput;
export type SearchTagsInput = z.infer<typeof SearchTagsInput>;
export const FoundTag = z.object({
  /** What it is looked up by, without `#`. */
  tag: z.string(),
  /** Posts that everybody may read. */
  postCount: z.number().int().min(1),
});
export type FoundTag = z.infer<typeof FoundTag>;
export const FoundTagPage = pageOf(FoundTag);
export type FoundTagPage = z.infer<typeof FoundTagPage>;

/** What somebody has begun to type; initial consonants will do (`ㄱㅅ`: 감사). Empty where nothing begins so. */
export const SuggestInput = z.strictObject({ prefix: SearchQuery });
export type SuggestInput = z.infer<typeof SuggestInput>;
export const suggestionsMax = 5;
export const Suggestions = z.object({
  members: z.array(MemberSummary).max(suggestionsMax),
  tags: z.array(FoundTag).max(suggestionsMax),
});
export type Suggestions = z.infer<typeof Suggestions>;

/** A tag that is used more than it usually is. */
export const Trend = z.object({
  tag: z.string(),
  /** Within the last 24 hours: posts, and members who wrote them. */
  postCount: z.number().int().min(1),
  authorCount: z.number().int().min(1),
});
export type Trend = z.infer<typeof Trend>;
/** At most ten, the strongest first. */
export const Trends = z.object({ items: z.array(Trend) });
export type Trends = z.infer<typeof Trends>;

/** More are forgotten, the oldest first. */
export const recentSearchesMax = 20;
export const RecentSearchInput = z.strictObject({ query: line(searchQueryMax) });
export type RecentSearchInput = z.infer<typeof RecentSearchInput>;
export const RecentSearch = z.object({ query: z.string(), searchedAt: z.iso.datetime() });
export type RecentSearch = z.infer<typeof RecentSearch>;
/** What a member has searched for, latest first; one query stands there once, however it is written. */
export const RecentSearches = z.object({ items: z.array(RecentSearch) });
export type RecentSearches = z.infer<typeof RecentSearches>;
