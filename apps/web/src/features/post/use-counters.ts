'use client';

import type { PostCounters } from '@dailyfeed/contract/signal';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { commentCountKey, usePostCache } from './post-cache.ts';

/** Shows what a post has been told to have by now. */
export function useCounters(): (counters: PostCounters) => void {
  const queryClient = useQueryClient();
  const posts = usePostCache();
  return useCallback(
    ({ postId, likeCount, commentCount }) => {
      // What is on its way from here is ahead of what is told, or is counted when it is done.
      const isOnItsWay = (mutationKey: string[]): boolean =>
        queryClient.isMutating({ mutationKey }) > 0;
      const isLiking = isOnItsWay(['post', 'liked', postId]);
      const isCommenting = isOnItsWay(commentCountKey(postId));
      posts.patch(postId, (post) => {
        const told = {
          likeCount: isLiking ? post.likeCount : (likeCount ?? post.likeCount),
          commentCount: isCommenting ? post.commentCount : (commentCount ?? post.commentCount),
        };
        const isKnown =
          told.likeCount === post.likeCount && told.commentCount === post.commentCount;
        return isKnown ? post : { ...post, ...told };
      });
    },
    [queryClient, posts],
  );
}
