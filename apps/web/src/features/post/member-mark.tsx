'use client';

import type { Post } from '@dailyfeed/contract/post';
import { type ReactNode, useEffect, useRef } from 'react';

import { type PostMark, usePostMark } from './use-post-mark.ts';

/** Carries out presses of the button beside it, also those made before this part was loaded. */
export function MemberMark(props: { post: Post; mark: PostMark; presses: number }): ReactNode {
  const { post, mark, presses } = props;
  const setMark = usePostMark(post.id, mark);
  const done = useRef(0);
  useEffect(() => {
    const isToggled = (presses - done.current) % 2 === 1;
    done.current = presses;
    if (isToggled) setMark(!post[mark]);
  });
  return null;
}
