'use client';

import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { ErrorState } from '../../ui/state.tsx';
import { ConversationContext, useChangeComment } from './comment-change.ts';
import { CommentFrame } from './comment-frame.tsx';
import { CommentItem } from './comment-item.tsx';
import { CommentSkeletons } from './comment-skeletons.tsx';
import { LinkedComment } from './linked-comment.tsx';
import { loadedThreads } from './threads.ts';

const pageSize = 20;

/** The conversation under a post: oldest first, three levels; what the reader has just written stands on top. */
export function Comments(props: {
  postId: string;
  postAuthorId: string;
  /** First page as the server saw it. */
  initial: CommentPage | undefined;
  /** The comment that was asked for by its address. */
  linkedId: string | undefined;
}): ReactNode {
  const { postId, postAuthorId, initial, linkedId } = props;
  const t = useTranslations('comment');
  const api = useApi();
  const queryClient = useQueryClient();
  const { state } = useSession();
  const [own, setOwn] = useState<CommentThread[]>([]);
  const query = useInfiniteQuery(
    api.timeline.post.comments.infiniteQueryOptions(
      { postId, limit: pageSize },
      {
        getNextPageParam: (page) => page.nextCursor,
        // As a visitor sees it: whoever reads with a session of their own asks again, behind what is shown.
        ...(initial && {
          initialData: { pages: [initial], pageParams: [null] },
          ...(state !== 'anonymous' && { initialDataUpdatedAt: 0 }),
        }),
      },
    ),
  );
  const linked = useQuery(
    api.timeline.comment.byId.queryOptions(
      { id: linkedId ?? '' },
      { enabled: linkedId !== undefined, staleTime: 0 },
    ),
  );
  // What stands above is not shown twice.
  const threads = loadedThreads(query.data?.pages, own).filter(
    ({ id }) => id !== linked.data?.thread.id,
  );
  const ownTop = own.filter((comment) => comment.parentId === null);
  const isEmpty = query.data !== undefined && !linked.data && threads.length + ownTop.length === 0;
  // A failed look at what is already shown takes nothing away and needs no words.
  const hasFailed = query.isLoadingError || query.isFetchNextPageError;
  const change = useChangeComment(postId, setOwn);
  const conversation = useMemo(() => ({ postAuthorId, change }), [postAuthorId, change]);
  const addOwn = (comment: CommentThread): void => {
    setOwn((before) => [comment, ...before]);
    // It stands on top while this page is open; whoever opens the conversation anew finds it in its place.
    void queryClient.invalidateQueries(api.timeline.post.comments.infiniteQueryFilter({ postId }));
  };

  const renderComment = (comment: CommentThread): ReactNode => (
    <CommentItem key={comment.id} thread={comment} own={own} onWritten={addOwn} />
  );

  return (
    <ConversationContext value={conversation}>
      {linkedId !== undefined && (
        <LinkedComment
          key={linkedId}
          postId={postId}
          id={linkedId}
          query={linked}
          renderComment={renderComment}
        />
      )}
      <CommentFrame
        postId={postId}
        onWritten={addOwn}
        comments={[...ownTop, ...threads].map(renderComment)}
        isEmpty={isEmpty && !query.hasNextPage}
      >
        {query.isPending && <CommentSkeletons />}
        {hasFailed && (
          <ErrorState
            error={query.error}
            onRetry={() => void (query.data ? query.fetchNextPage() : query.refetch())}
            isRetrying={query.isFetching}
          />
        )}
        <div className="pb-4">
          <MoreButton query={query} label={t('more')} />
        </div>
      </CommentFrame>
    </ConversationContext>
  );
}
