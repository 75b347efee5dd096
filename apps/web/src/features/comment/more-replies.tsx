'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { eachOnce, loadedThreads } from './threads.ts';

const pageSize = 20;

/** The replies that did not come with their comment: list items for its list, and the button for the next ones. */
export function MoreReplies(props: {
  thread: CommentThread;
  own: CommentThread[];
  renderReply: (reply: CommentThread) => ReactNode;
}): ReactNode {
  const { thread, own, renderReply } = props;
  const t = useTranslations('comment');
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(false);
  const query = useInfiniteQuery(
    useApi().timeline.post.comments.infiniteQueryOptions(
      { postId: thread.postId, parentId: thread.id, limit: pageSize },
      {
        initialCursor: thread.repliesCursor,
        getNextPageParam: (page) => page.nextCursor,
        enabled: isOpen,
        staleTime: Infinity,
      },
    ),
  );
  const replies = eachOnce(loadedThreads(query.data?.pages, own), thread.replies);
  const hasMore = query.data ? query.hasNextPage : true;

  function loadMore(): void {
    if (!isOpen) setOpen(true);
    else if (query.data) void query.fetchNextPage();
    else void query.refetch();
  }

  return (
    <>
      {replies.map(renderReply)}
      {hasMore && (
        <li className="pt-2">
          {query.isError && (
            <p role="alert" className="text-s text-danger">
              {errorText(query.error)}
            </p>
          )}
          <Button look="ghost" size="s" isBusy={query.isFetching} onClick={loadMore}>
            {t('moreReplies')}
          </Button>
        </li>
      )}
    </>
  );
}
