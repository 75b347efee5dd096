'use client';

import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { retryPages } from '../../lib/retry-pages.ts';
import { useSession } from '../../lib/session.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { ErrorState } from '../../ui/state.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import { ConversationContext, useChangeComment } from './comment-change.ts';
import { CommentFrame } from './comment-frame.tsx';
import { CommentItem } from './comment-item.tsx';
import { CommentSkeletons } from './comment-skeletons.tsx';
import { LinkedComment } from './linked-comment.tsx';
import { withWritten } from './thread-tree.ts';
import { loadedThreads } from './threads.ts';
import { useFreshComments } from './use-fresh-comments.ts';

const pageSize = 20;

/** The conversation under a post: oldest first, three levels; what the reader has just written stands on top. */
export function Comments(props: {
  postId: string;
  postAuthorId: string;
  /** How many the post says there are. */
  commentCount: number;
  /** First page as the server saw it. */
  initial: CommentPage | undefined;
  /** The comment that was asked for by its address. */
  linkedId: string | undefined;
}): ReactNode {
  const { postId, postAuthorId, commentCount, initial, linkedId } = props;
  const t = useTranslations('comment');
  const api = useApi();
  const queryClient = useQueryClient();
  const { state } = useSession();
  const [own, setOwn] = useState<CommentThread[]>([]);
  const options = api.timeline.post.comments.infiniteQueryOptions(
    { postId, limit: pageSize },
    {
      getNextPageParam: (page) => page.nextCursor,
      // Nothing reloads it by itself: that would move what is being read (`useFreshComments`).
      staleTime: Infinity,
      refetchOnReconnect: false,
      refetchOnMount: (kept) => (kept.state.dataUpdatedAt === 0 ? 'always' : false),
      // As a visitor sees it: whoever reads with a session of their own asks again, behind what is shown.
      ...(initial && {
        initialData: { pages: [initial], pageParams: [null] },
        ...(state !== 'anonymous' && { initialDataUpdatedAt: 0 }),
      }),
    },
  );
  const query = useInfiniteQuery(options);
  const linked = useQuery(
    api.timeline.comment.byId.queryOptions(
      { id: linkedId ?? '' },
      { enabled: linkedId !== undefined, staleTime: 0, refetchOnReconnect: false },
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
  const change = useChangeComment(setOwn);
  const conversation = useMemo(() => ({ postAuthorId, change }), [postAuthorId, change]);
  const fresh = useFreshComments({
    postId,
    commentCount,
    pageSize,
    shown: query.data,
    queryKey: options.queryKey,
    isOfThisVisit: query.isFetchedAfterMount,
    apart: linked.data ? [...own, linked.data.thread] : own,
  });
  const addOwn = (comment: CommentThread): void => {
    // It stands on top while this page is open; whoever comes back to the conversation finds it in its place.
    setOwn((before) => [comment, ...before]);
    queryClient.setQueryData(
      options.queryKey,
      (data) => data && { ...data, pages: withWritten(data.pages, comment) },
    );
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
        news={
          <NewPostsPill
            text={fresh.count > 0 ? t('new', { count: fresh.count }) : null}
            isBusy={fresh.isBusy}
            onPress={fresh.show}
          />
        }
      >
        {query.isPending && <CommentSkeletons />}
        {hasFailed && (
          <ErrorState
            error={query.error}
            onRetry={() => retryPages(query)}
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
