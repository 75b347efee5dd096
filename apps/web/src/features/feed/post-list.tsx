'use client';

import type { Post } from '@dailyfeed/contract/post';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useMemo, useRef } from 'react';

import { ErrorState } from '../../ui/state.tsx';
import { type PagesOf, postsOf } from '../post/post-cache.ts';
import { PostCardSkeletons } from '../post/post-card-skeleton.tsx';
import { PostCard } from '../post/post-card.tsx';
import { ListEnd } from './list-end.tsx';
import { postsId } from './skip-to-posts.tsx';
import { usePlace } from './use-place.ts';

/** A feed in each of its states: loading, failed, empty, with more to come, read to the end. */
export function PostList<P extends Post>(props: {
  query: UseInfiniteQueryResult<PagesOf<P>, unknown>;
  label: string;
  empty: ReactNode;
  /** A line below a post: why it is in this list. */
  noteOf?: (post: P) => ReactNode;
}): ReactNode {
  const { query, label, empty } = props;
  const { data } = query;
  const posts = useMemo(() => (data ? postsOf(data) : []), [data]);
  const list = useRef<HTMLElement>(null);
  usePlace(list, query);
  if (!data) {
    return query.isError ? (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    ) : (
      <PostCardSkeletons />
    );
  }
  if (posts.length === 0 && !query.hasNextPage) return empty;
  return (
    <section ref={list} id={postsId} tabIndex={-1} aria-label={label} className="outline-none">
      <ol>
        {posts.map((post) => (
          <li key={post.id} data-post={post.id}>
            <PostCard post={post} note={props.noteOf?.(post)} />
          </li>
        ))}
      </ol>
      <ListEnd query={query} />
    </section>
  );
}
