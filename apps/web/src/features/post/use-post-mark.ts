'use client';

import type { BookmarkState, LikeState, Post } from '@dailyfeed/contract/post';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { usePostCache } from './post-cache.ts';

/** What a member can set on a post, and take back. */
export type PostMark = 'liked' | 'bookmarked';

/** Sets or takes back a mark at once, and undoes it, with the reason, when the service refuses. */
export function usePostMark(id: string, mark: PostMark): (isOn: boolean) => void {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const posts = usePostCache();
  const errorText = useErrorText();
  const mutationKey = ['post', mark, id];
  const { like, unlike, bookmark, unbookmark } = client.content.post;
  const calls = { liked: [unlike, like], bookmarked: [unbookmark, bookmark] } as const;

  const { mutate } = useMutation<LikeState | BookmarkState, Error, boolean>({
    mutationKey,
    // Presses of one post reach the service one after another, so the last one wins.
    scope: { id: mutationKey.join(':') },
    networkMode: 'always',
    mutationFn: (isOn) => calls[mark][isOn ? 1 : 0].mutate({ id }),
    onMutate: (isOn) => posts.patch(id, (post) => withMark(post, mark, isOn)),
    onError: (error, isOn) => {
      posts.patch(id, (post) => withMark(post, mark, !isOn));
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

/** The post as it looks to someone who has or has not set the mark; itself when nothing changes. */
function withMark(post: Post, mark: PostMark, isOn: boolean): Post {
  if (post[mark] === isOn) return post;
  const counter = mark === 'liked' ? 'likeCount' : 'bookmarkCount';
  return { ...post, [mark]: isOn, [counter]: Math.max(0, post[counter] + (isOn ? 1 : -1)) };
}
