'use client';

import type { Post } from '@dailyfeed/contract/post';
import { type ReactNode, useCallback } from 'react';

import type { PagesOf } from '../post/post-cache.ts';
import { PostCard } from '../post/post-card.tsx';
import { ItemList } from './item-list.tsx';
import type { ListQuery } from './use-list.ts';

/** A feed in each of its states. */
export function PostList<P extends Post>(props: {
  query: ListQuery<PagesOf<P>>;
  label: string;
  empty: ReactNode;
  /** A line below a post: why it is in this list. The same function each time. */
  noteOf?: (post: P) => ReactNode;
}): ReactNode {
  const { query, label, empty, noteOf } = props;
  const draw = useCallback((post: P) => <PostCard post={post} note={noteOf?.(post)} />, [noteOf]);
  return (
    <ItemList query={query} label={label} empty={empty}>
      {draw}
    </ItemList>
  );
}
