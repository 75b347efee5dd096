'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { useMe, useSession } from '../../lib/session.tsx';
import { QueryError } from '../../ui/state.tsx';
import { Comments } from '../comment/comments.tsx';
import { EditReopening } from './edit-reopening.tsx';
import { usePostCache } from './post-cache.ts';
import { PostDetailSkeleton } from './post-detail-skeleton.tsx';
import { PostDetail } from './post-detail.tsx';
import { PostNotFound } from './post-not-found.tsx';
import type { PostViewProps } from './post-view.tsx';
import { useWatchedPost } from './use-watched-post.ts';

/** The post as the reader's own session sees it, kept in the cache. */
export function LivePost({
  id,
  initialPost,
  initialComments,
  commentId,
}: PostViewProps): ReactNode {
  const api = useApi();
  const posts = usePostCache();
  const client = useApiClient();
  const { state } = useSession();
  const me = useMe();
  // A view that is lost is no harm.
  const onSeen = (): void => void client.timeline.post.view.mutate({ id }).catch(() => undefined);
  const query = useQuery(
    api.timeline.post.byId.queryOptions(
      { id },
      {
        initialData: () => posts.find(id) ?? initialPost,
        // A visitor sees what the server has just rendered; a member's likes are asked for.
        enabled: state === 'member' || !initialPost,
        staleTime: 0,
      },
    ),
  );
  useWatchedPost(id, state === 'member' && query.isSuccess);
  if (query.isError && failureOf(query.error).code === 'POST_NOT_FOUND') return <PostNotFound />;
  if (query.data) {
    return (
      <>
        {me?.id === query.data.authorId && <EditReopening post={query.data} />}
        <PostDetail post={query.data} onSeen={state === 'unknown' ? undefined : onSeen} />
        <Comments
          postId={id}
          postAuthorId={query.data.authorId}
          commentCount={query.data.commentCount}
          initial={initialComments}
          linkedId={commentId}
        />
      </>
    );
  }
  if (!query.isError) return <PostDetailSkeleton />;
  return <QueryError query={query} />;
}
