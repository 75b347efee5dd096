import {
  FoundCommentPage,
  FoundMemberPage,
  FoundPostPage,
  FoundTagPage,
  SearchCommentsInput,
  SearchMembersInput,
  SearchPostsInput,
  SearchTagsInput,
  SuggestInput,
  Suggestions,
  Trends,
} from '@dailyfeed/contract/search';

import { searchMembers } from '../domain/search-member.ts';
import { searchComments, searchPosts } from '../domain/search-post.ts';
import { searchTags } from '../domain/search-tag.ts';
import { suggest } from '../domain/suggest.ts';
import { readTrends } from '../domain/trend.ts';
import { publicProcedure, router } from '../trpc.ts';

export const searchRouter = router({
  posts: publicProcedure
    .input(SearchPostsInput)
    .output(FoundPostPage)
    .query(({ ctx, input }) => searchPosts(ctx, { ...input, identity: ctx.identity })),

  comments: publicProcedure
    .input(SearchCommentsInput)
    .output(FoundCommentPage)
    .query(({ ctx, input }) => searchComments(ctx, { ...input, identity: ctx.identity })),

  members: publicProcedure
    .input(SearchMembersInput)
    .output(FoundMemberPage)
    .query(({ ctx, input }) => searchMembers(ctx, { ...input, identity: ctx.identity })),

  tags: publicProcedure
    .input(SearchTagsInput)
    .output(FoundTagPage)
    .query(({ ctx, input }) => searchTags(ctx, input)),

  suggest: publicProcedure
    .input(SuggestInput)
    .output(Suggestions)
    .query(({ ctx, input }) => suggest(ctx, { ...input, identity: ctx.identity })),

  trends: publicProcedure.output(Trends).query(({ ctx }) => readTrends(ctx)),
});
