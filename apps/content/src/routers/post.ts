import { ImageHolders, ImageHoldersInput } from '@dailyfeed/contract/image';
import { IndexedPostPage, IndexPageInput } from '@dailyfeed/contract/index-page';
import {
  BookmarkState,
  CreatePostInput,
  DeleteState,
  EditPostInput,
  LikeState,
  PostHistory,
  PostHistoryInput,
  PostIdInput,
  PostIdsInput,
  WrittenPost,
} from '@dailyfeed/contract/post';
import { ReportInput, ReportState } from '@dailyfeed/contract/report';
import * as z from 'zod';

import { bookmarkPost, unbookmarkPost } from '../domain/bookmark.ts';
import { readPostIndexPage } from '../domain/index-page.ts';
import { likePost, unlikePost } from '../domain/like.ts';
import { listPosts, readPostHistory } from '../domain/post-history.ts';
import { listImageHolders } from '../domain/post-image.ts';
import { createPost, deletePost, editPost } from '../domain/post.ts';
import { reportPost } from '../domain/report.ts';
import { internalProcedure, memberProcedure, publicProcedure, router } from '../trpc.ts';

export const postRouter = router({
  create: memberProcedure
    .input(CreatePostInput)
    .output(WrittenPost)
    .mutation(({ ctx, input }) => createPost(ctx, { ...input, authorId: ctx.memberId })),

  edit: memberProcedure
    .input(EditPostInput)
    .output(WrittenPost)
    .mutation(({ ctx, input }) => editPost(ctx, { ...input, memberId: ctx.memberId })),

  delete: memberProcedure
    .input(PostIdInput)
    .output(DeleteState)
    .mutation(({ ctx, input }) => deletePost(ctx, { id: input.id, memberId: ctx.memberId })),

  like: memberProcedure
    .input(PostIdInput)
    .output(LikeState)
    .mutation(({ ctx, input }) => likePost(ctx, { postId: input.id, memberId: ctx.memberId })),

  unlike: memberProcedure
    .input(PostIdInput)
    .output(LikeState)
    .mutation(({ ctx, input }) => unlikePost(ctx, { postId: input.id, memberId: ctx.memberId })),

  bookmark: memberProcedure
    .input(PostIdInput)
    .output(BookmarkState)
    .mutation(({ ctx, input }) => bookmarkPost(ctx, { postId: input.id, memberId: ctx.memberId })),

  unbookmark: memberProcedure
    .input(PostIdInput)
    .output(BookmarkState)
    .mutation(({ ctx, input }) =>
      unbookmarkPost(ctx, { postId: input.id, memberId: ctx.memberId }),
    ),

  history: publicProcedure
    .input(PostHistoryInput)
    .output(PostHistory)
    .query(({ ctx, input }) =>
      readPostHistory(ctx, { ...input, readerId: ctx.identity.member?.memberId ?? null }),
    ),

  byIds: internalProcedure
    .input(PostIdsInput)
    .output(z.array(WrittenPost))
    .query(({ ctx, input }) => listPosts(ctx, input.ids)),

  indexPage: internalProcedure
    .input(IndexPageInput)
    .output(IndexedPostPage)
    .query(({ ctx, input }) => readPostIndexPage(ctx, input)),

  imageHolders: internalProcedure
    .input(ImageHoldersInput)
    .output(ImageHolders)
    .query(({ ctx, input }) => listImageHolders(ctx, input.ids)),

  report: memberProcedure
    .input(ReportInput)
    .output(ReportState)
    .mutation(({ ctx, input }) => reportPost(ctx, { ...input, memberId: ctx.memberId })),
});
