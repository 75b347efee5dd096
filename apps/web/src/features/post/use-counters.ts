'use client';

import type { PostCounters } from '@dailyfeed/contract/signal';
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { commentCountKey, type PostCache, usePostCache } from './post-cache.ts';

/** Shows what a post has been told to have by now. */
export type ShowCounters = (counters: PostCounters) => void;

export function useCounters(): ShowCounters {
  const queryClient = useQueryClient();
  const posts = usePostCache();
  return useMemo(() => createCounters(queryClient, posts), [queryClient, posts]);
}

export function createCounters(queryClient: QueryClient, posts: PostCache): ShowCounters {
  function show(counters: PostCounters, isMeant: (query: Query) => boolean): void {
    const { postId, likeCount, commentCount } = counters;
    // What is on its way from here is ahead of what is told, or is counted when it is done.
    const isOnItsWay = (mutationKey: string[]): boolean =>
      queryClient.isMutating({ mutationKey }) > 0;
    const isLiking = isOnItsWay(['post', 'liked', postId]);
    const isCommenting = isOnItsWay(commentCountKey(postId));
    const tell: Parameters<PostCache['patch']>[1] = (post) => {
      const told = {
        likeCount: isLiking ? post.likeCount : (likeCount ?? post.likeCount),
        commentCount: isCommenting ? post.commentCount : (commentCount ?? post.commentCount),
      };
      const isKnown = told.likeCount === post.likeCount && told.commentCount === post.commentCount;
      return isKnown ? post : { ...post, ...told };
    };
    posts.patch(postId, tell, (query) => {
      if (!isMeant(query)) return false;
      const reading = findReading(query);
      const showThere = (): void => show(counters, (other) => other === query);
      reading?.then(showThere, showThere);
      return reading === undefined;
    });
  }
  return (counters) => show(counters, () => true);
}

/**
 * Until what is read as a whole has come: counters that are written meanwhile would be a change that it must not
 * overwrite (`keepChanges`), and of a post that many like it would be read in vain each time.
 */
function findReading({ state, promise }: Query): Promise<unknown> | undefined {
  return state.fetchStatus === 'idle' || state.fetchMeta?.fetchMore ? undefined : promise;
}
