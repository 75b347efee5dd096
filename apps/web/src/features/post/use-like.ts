'use client';

import type { LikeState, Post } from '@dailyfeed/contract/post';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { usePostCache } from './post-cache.ts';

/** Likes or unlikes at once and takes it back, with the reason, when the service refuses. */
export function useLike(id: string): (liked: boolean) => void {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const posts = usePostCache();
  const errorText = useErrorText();
  const mutationKey = ['post', 'like', id];

  const { mutate } = useMutation<LikeState, Error, boolean>({
    mutationKey,
    // Presses of one post reach the service one after another, so the last one wins.
    scope: { id: mutationKey.join(':') },
    networkMode: 'always',
    mutationFn: (liked) =>
      liked ? client.content.post.like.mutate({ id }) : client.content.post.unlike.mutate({ id }),
    onMutate: (liked) => posts.patch(id, (post) => withLike(post, liked)),
    onError: (error, liked) => {
      posts.patch(id, (post) => withLike(post, !liked));
      toast.error(errorText(error));
    },
    onSuccess: (state) => {
      // An answer that a later press has overtaken would only flicker.
      if (queryClient.isMutating({ mutationKey }) === 1) {
        posts.patch(id, (post) => ({ ...post, ...state }));
      }
    },
  });
  return mutate;
}

/** The post as it looks to someone who does or does not like it; itself when nothing changes. */
export function withLike(post: Post, liked: boolean): Post {
  if (post.liked === liked) return post;
  return { ...post, liked, likeCount: Math.max(0, post.likeCount + (liked ? 1 : -1)) };
}
