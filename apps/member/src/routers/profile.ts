import { ImageHolders, ImageHoldersInput } from '@dailyfeed/contract/image';
import {
  IndexByIdsInput,
  IndexedMember,
  IndexedMemberPage,
  IndexPageInput,
} from '@dailyfeed/contract/index-page';
import {
  ByHandleInput,
  ByHandlesInput,
  FollowListItem,
  HandleHolder,
  ListItemsInput,
  Me,
  MemberIdInput,
  MemberSummary,
  Profile,
  ReadableIds,
  ReadableIdsInput,
  Relationship,
  RelationshipsInput,
  SummariesInput,
} from '@dailyfeed/contract/member';
import {
  ChangeHandleInput,
  SetVisibilityInput,
  UpdateProfileInput,
} from '@dailyfeed/contract/profile';
import * as z from 'zod';

import { changeHandle } from '../domain/handle.ts';
import { listIndexed, listMembers, readIndexPage } from '../domain/member-list.ts';
import { setVisibility, updateProfile } from '../domain/profile-change.ts';
import { listImageHolders } from '../domain/profile-image.ts';
import {
  getMe,
  getProfile,
  listByHandles,
  listReadableIds,
  listSummaries,
} from '../domain/profile.ts';
import { listRelationships } from '../domain/relationship.ts';
import { internalProcedure, memberProcedure, publicProcedure, router } from '../trpc.ts';

export const profileRouter = router({
  me: memberProcedure.output(Me).query(({ ctx }) => getMe(ctx, ctx.memberId)),

  imageHolders: internalProcedure
    .input(ImageHoldersInput)
    .output(ImageHolders)
    .query(({ ctx, input }) => listImageHolders(ctx, input.ids)),

  update: memberProcedure
    .input(UpdateProfileInput)
    .output(Me)
    .mutation(({ ctx, input }) => updateProfile(ctx, ctx.memberId, input)),

  changeHandle: memberProcedure
    .input(ChangeHandleInput)
    .output(Me)
    .mutation(({ ctx, input }) => changeHandle(ctx, ctx.memberId, input.handle)),

  setVisibility: memberProcedure
    .input(SetVisibilityInput)
    .output(Me)
    .mutation(({ ctx, input }) => setVisibility(ctx, ctx.memberId, input.visibility)),

  byHandle: publicProcedure
    .input(ByHandleInput)
    .output(Profile)
    .query(({ ctx, input }) => getProfile(ctx, input, ctx.identity.member?.memberId ?? null)),

  byId: publicProcedure
    .input(MemberIdInput)
    .output(Profile)
    .query(({ ctx, input }) => getProfile(ctx, input, ctx.identity.member?.memberId ?? null)),

  summaries: internalProcedure
    .input(SummariesInput)
    .output(z.array(MemberSummary))
    .query(({ ctx, input }) => listSummaries(ctx, input.ids)),

  listItems: internalProcedure
    .input(ListItemsInput)
    .output(z.array(FollowListItem))
    .query(({ ctx, input }) =>
      listMembers(ctx, { ...input, readerId: ctx.identity.member?.memberId ?? null }),
    ),

  indexPage: internalProcedure
    .input(IndexPageInput)
    .output(IndexedMemberPage)
    .query(({ ctx, input }) => readIndexPage(ctx, input)),

  indexByIds: internalProcedure
    .input(IndexByIdsInput)
    .output(z.array(IndexedMember))
    .query(({ ctx, input }) => listIndexed(ctx, input.ids)),

  byHandles: internalProcedure
    .input(ByHandlesInput)
    .output(z.array(HandleHolder))
    .query(({ ctx, input }) => listByHandles(ctx, input.handles)),

  readableIds: internalProcedure
    .input(ReadableIdsInput)
    .output(ReadableIds)
    .query(({ ctx, input }) => listReadableIds(ctx, input)),

  relationships: internalProcedure
    .input(RelationshipsInput)
    .output(z.array(Relationship))
    .query(({ ctx, input }) => listRelationships(ctx, input.pairs)),
});
