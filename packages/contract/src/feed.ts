import * as z from 'zod';

import { MemberId } from './member.ts';
import { PageInput } from './page.ts';
import { PostId } from './post.ts';

export const ByAuthorInput = PageInput.extend({ authorId: MemberId });

/** How many posts stand above `since` in the following feed; `since` null counts from the top. */
export const FeedHeadInput = z.strictObject({ since: PostId.nullable() });
export const FeedHead = z.object({
  /** Capped at 100. */
  newCount: z.number().int(),
});
export type FeedHead = z.infer<typeof FeedHead>;
