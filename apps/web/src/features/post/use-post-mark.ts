'use client';

import type { BookmarkState, LikeState, Post } from '@dailyfeed/contract/post';

import { useApiClient } from '../../lib/api.ts';
import { usePress } from '../../lib/use-press.ts';
import { usePostCache } from './post-cache.ts';

/** What a member can set on a post, and take back. */
export type PostMark = 'liked' | 'bookmarked';

/** Sets or takes back a mark at once, and undoes it, with the reason, when the service refuses. */
export function usePostMark(id: string, mark: PostMark): (isOn: boolean) => void {
  const client = useApiClient();
  const posts = usePostCache();
  const { like, unlike, bookmark, unbookmark } = client.content.post;
  const calls = { liked: [unlike, like], bookmarked: [unbookmark, bookmark] } as const;

  const press = usePress<boolean, LikeState | BookmarkState>({
    mutationKey: ['post', mark, id],
    show: (isOn) => posts.patch(id, (post) => withMark(post, mark, isOn)),
    send: (isOn) => calls[mark][isOn ? 1 : 0].mutate({ id }),
    toState: (_answer, isOn) => isOn,
    onAnswer: (answer, { isLast }) => {
      if (isLast) posts.patch(id, (post) => ({ ...post, ...answer }));
    },
  });
  return (isOn) => press({ wished: isOn, before: !isOn });
}

/** The post as it looks to someone who has or has not set the mark; itself when nothing changes. */
function withMark(post: Post, mark: PostMark, isOn: boolean): Post {
  if (post[mark] === isOn) return post;
  const counter = mark === 'liked' ? 'likeCount' : 'bookmarkCount';
  return { ...post, [mark]: isOn, [counter]: Math.max(0, post[counter] + (isOn ? 1 : -1)) };
}
