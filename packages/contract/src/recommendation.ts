import * as z from 'zod';

import { MemberSummary } from './member.ts';

export const RecommendationReason = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('followed-by'),
    /** Display names of up to two the reader follows, and how many of them follow this member in all. */
    names: z.array(z.string()).min(1).max(2),
    count: z.number().int().min(1),
  }),
  z.object({ kind: z.literal('newcomer') }),
]);
export type RecommendationReason = z.infer<typeof RecommendationReason>;

export const Recommendation = MemberSummary.extend({
  bio: z.string(),
  reason: RecommendationReason,
});
export type Recommendation = z.infer<typeof Recommendation>;

export const RecommendationsInput = z.strictObject({
  limit: z.number().int().min(1).max(50).default(20),
});

export const DismissState = z.object({ dismissed: z.literal(true) });
export type DismissState = z.infer<typeof DismissState>;
