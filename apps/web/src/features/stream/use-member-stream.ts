'use client';

import type { PostCounters } from '@dailyfeed/contract/signal';
import { StreamMessage } from '@dailyfeed/contract/stream';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { commentCountKey, usePostCache } from '../post/post-cache.ts';

/**
 * Follows what concerns the member while a page is open. One tab of a browser has the stream and tells the others: a
 * browser opens only six connections to a site over HTTP/1.1, and each stream takes one.
 */
export function useMemberStream(memberId: string | null): void {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();

  const posts = usePostCache();
  const applyCounters = ({ postId, likeCount, commentCount }: PostCounters): void => {
    // What is on its way from here is ahead of what is told, or is counted when it is done.
    const isOnItsWay = (mutationKey: string[]): boolean =>
      queryClient.isMutating({ mutationKey }) > 0;
    const isLiking = isOnItsWay(['post', 'liked', postId]);
    const isCommenting = isOnItsWay(commentCountKey(postId));
    posts.patch(postId, (post) => ({
      ...post,
      likeCount: isLiking ? post.likeCount : (likeCount ?? post.likeCount),
      commentCount: isCommenting ? post.commentCount : (commentCount ?? post.commentCount),
    }));
  };
  const apply = useEffectEvent((message: StreamMessage): void => {
    switch (message.type) {
      case 'unread':
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), {
          count: message.count,
        });
        // What is told of may be a request to follow.
        void queryClient.invalidateQueries(api.member.follow.requestCount.queryFilter());
        return;
      case 'post':
        return applyCounters(message);
      case 'feed':
        void queryClient.invalidateQueries(api.timeline.feed.head.queryFilter());
    }
  });

  useEffect(() => {
    if (memberId === null) return;
    const name = `dailyfeed:stream:${memberId}`;
    const stop = new AbortController();
    const channel = new BroadcastChannel(name);
    channel.addEventListener('message', ({ data }) => {
      const message = StreamMessage.safeParse(data);
      if (message.success) apply(message.data);
    });
    const follow = (): Promise<void> =>
      new Promise((resolve) => {
        const stream = client.activity.stream.member.subscribe(undefined, {
          onData: ({ data }) => {
            apply(data);
            channel.postMessage(data);
          },
          // The session has ended: whoever asks next learns of it.
          onError: () => undefined,
        });
        // Whoever followed before may have missed something.
        apply({ type: 'feed' });
        stop.signal.addEventListener('abort', () => {
          stream.unsubscribe();
          resolve();
        });
      });
    // Given up by the tab that had it, the stream goes to the next.
    navigator.locks.request(name, { signal: stop.signal }, follow).catch(() => undefined);
    return () => {
      stop.abort();
      channel.close();
    };
  }, [memberId, client]);
}
