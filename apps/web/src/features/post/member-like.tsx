'use client';

import type { Post } from '@dailyfeed/contract/post';
import type { ReactNode } from 'react';

import { LikeButton } from './like-button.tsx';
import { useLike } from './use-like.ts';

/** The like button of who can like. */
export function MemberLike({ post }: { post: Post }): ReactNode {
  const like = useLike(post.id);
  return <LikeButton post={post} onPress={() => like(!post.liked)} />;
}
