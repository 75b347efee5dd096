import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { IndexedCommentPage, IndexedPostPage } from '@dailyfeed/contract/index-page';
import { newId } from '@dailyfeed/service-kit/id';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Content } from '../deps.ts';

const timeoutMs = 10_000;

/** Asks the content service in this service's own name; by the contract, since its type brings its tables along. */
export function createContent(args: { url: string; keys: PassportKeys; now(): Date }): Content {
  const remote = createContractRemote({
    ...args,
    audience: 'content',
    caller: 'search',
    timeoutMs,
    now: () => args.now(),
  });
  return {
    posts: (input) =>
      remote
        .query(anonymous(newId()), { path: 'post.indexPage', input, output: IndexedPostPage })
        .catch(rethrowRemote),
    comments: (input) =>
      remote
        .query(anonymous(newId()), { path: 'comment.indexPage', input, output: IndexedCommentPage })
        .catch(rethrowRemote),
  };
}
