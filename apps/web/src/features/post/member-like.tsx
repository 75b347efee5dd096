'use client';

import type { Post } from '@dailyfeed/contract/post';
import { type ReactNode, useEffect, useRef } from 'react';

import { useLike } from './use-like.ts';

/** Carries out presses of the like button beside it, also those made before this part was loaded. */
export function MemberLike({ post, presses }: { post: Post; presses: number }): ReactNode {
  const like = useLike(post.id);
  const done = useRef(0);
  useEffect(() => {
    const isToggled = (presses - done.current) % 2 === 1;
    done.current = presses;
    if (isToggled) like(!post.liked);
  });
  return null;
}
