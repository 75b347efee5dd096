import {
  CreatePostInput,
  DeleteState,
  EditPostInput,
  LikeState,
  PostIdInput,
  WrittenPost,
} from '@dailyfeed/contract/post';

import { likePost, unlikePost } from '../domain/like.ts';
import { createPost, deletePost, editPost } from '../domain/post.ts';
import { memberProcedure, router } from '../trpc.ts';

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
});
