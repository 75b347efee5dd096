import {
  ClaimedImages,
  ClaimImagesInput,
  MyImagesInput,
  OwnImage,
  ReleasedImages,
  ReleaseImagesInput,
} from '@dailyfeed/contract/image';
import * as z from 'zod';

import { claimImages, releaseImages } from '../domain/claim.ts';
import { listOwnImages } from '../domain/own-image.ts';
import { internalProcedure, memberProcedure, router } from '../trpc.ts';

export const imageRouter = router({
  mine: memberProcedure
    .input(MyImagesInput)
    .output(z.array(OwnImage))
    .query(({ ctx, input }) => listOwnImages(ctx, { ...input, memberId: ctx.memberId })),

  claim: internalProcedure
    .input(ClaimImagesInput)
    .output(ClaimedImages)
    .mutation(({ ctx, input }) => claimImages(ctx, input)),

  release: internalProcedure
    .input(ReleaseImagesInput)
    .output(ReleasedImages)
    .mutation(({ ctx, input }) => releaseImages(ctx, input)),
});
