import { Marker, SetMarkerInput } from '@dailyfeed/contract/feed';

import { getMarker, setMarker } from '../domain/marker.ts';
import { memberProcedure, router } from '../trpc.ts';

export const markerRouter = router({
  get: memberProcedure.output(Marker).query(({ ctx }) => getMarker(ctx, ctx.memberId)),

  set: memberProcedure
    .input(SetMarkerInput)
    .output(Marker)
    .mutation(({ ctx, input }) => setMarker(ctx, { ...input, memberId: ctx.memberId })),
});
