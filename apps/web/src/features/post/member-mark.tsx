'use client';

import type { Post } from '@dailyfeed/contract/post';

import { useCountedPresses } from '../../lib/use-counted-presses.ts';
import { type PostMark, usePostMark } from './use-post-mark.ts';

/** Carries out presses of the button beside it, also those made before this part was loaded. */
export function MemberMark(props: { post: Post; mark: PostMark; presses: number }): null {
  const { post, mark, presses } = props;
  const setMark = usePostMark(post.id, mark);
  useCountedPresses(presses, () => setMark(!post[mark]));
  return null;
}
