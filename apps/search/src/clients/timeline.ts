import type { PassportKeys } from '@dailyfeed/auth/passport';
import { CommentWithPost } from '@dailyfeed/contract/comment';
import { Post } from '@dailyfeed/contract/post';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';
import * as z from 'zod';

import type { Timeline } from '../deps.ts';

/** Asks the timeline service in the reader's name; by the contract, since its type brings content's tables along. */
export function createTimeline(args: { url: string; keys: PassportKeys; now(): Date }): Timeline {
  const remote = createContractRemote({
    ...args,
    audience: 'timeline',
    caller: 'search',
    now: () => args.now(),
  });
  return {
    visiblePosts: (identity, input) =>
      remote
        .query(identity, { path: 'post.visibleByIds', input, output: z.array(Post) })
        .catch(rethrowRemote),
    visibleComments: (identity, input) =>
      remote
        .query(identity, { path: 'comment.visibleByIds', input, output: z.array(CommentWithPost) })
        .catch(rethrowRemote),
  };
}
