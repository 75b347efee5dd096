'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { commentElementId } from './ids.ts';
import type { MoreCommentsProps } from './more-button.tsx';
import { MoreRow } from './more-row.tsx';
import { eachOnce, loadedThreads } from './threads.ts';

const pageSize = 20;

/** The comments after those that are shown: list items for their list, and the button for the next ones. */
export function MoreComments(props: MoreCommentsProps): ReactNode {
  const { postId, parentId, shown, cursor, own, renderComment } = props;
  const errorText = useErrorText();
  const query = useInfiniteQuery(
    useApi().timeline.post.comments.infiniteQueryOptions(
      { postId, parentId, limit: pageSize },
      {
        initialCursor: cursor,
        getNextPageParam: (page) => page.nextCursor,
        staleTime: Infinity,
      },
    ),
  );
  const comments = eachOnce(loadedThreads(query.data?.pages, own), shown);
  const hasMore = query.data ? query.hasNextPage : true;

  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // It stands in for the button that was pressed, whose focus went with it.
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, []);
  const firstOfLast = hasMore ? undefined : query.data?.pages.at(-1)?.items[0]?.id;
  useEffect(() => {
    if (firstOfLast === undefined || document.activeElement !== document.body) return;
    // The button has gone with the last page: who pressed it goes on from the first of what came.
    const id = commentElementId(firstOfLast);
    document.querySelector<HTMLElement>(`#${id}`)?.focus({ preventScroll: true });
  }, [firstOfLast]);

  return (
    <>
      {comments.map(renderComment)}
      {hasMore && (
        <MoreRow
          level={parentId === null ? 'comments' : 'replies'}
          problem={query.isError ? errorText(query.error) : null}
          buttonRef={button}
          isBusy={query.isFetching}
          onPress={() => void (query.data ? query.fetchNextPage() : query.refetch())}
        />
      )}
    </>
  );
}
