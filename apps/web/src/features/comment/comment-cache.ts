'use client';

import type {
  CommentPage,
  CommentThread,
  CommentWithPost,
  CommentWithPostPage,
  LinkedComment,
} from '@dailyfeed/contract/comment';
import type { FoundComment, FoundCommentPage } from '@dailyfeed/contract/search';
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useApi } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';
import { changeThreads, findThread, removed } from './thread-tree.ts';

type Api = ReturnType<typeof useApi>;
type Pages<Page> = InfiniteData<Page, string | null>;

/** Changes a comment wherever it is shown; null takes it away, with what hangs on it. */
export type ChangeComment = (
  id: string,
  change: (comment: CommentThread) => CommentThread | null,
) => void;

/** The copies of comments that this tab holds: every loaded conversation, every search, every member's list. */
export type CommentCache = {
  change: ChangeComment;
  /** Takes what a member has written out of every conversation and search, with what hangs on it. */
  dropAuthor(authorId: string): void;
};

export function useCommentCache(): CommentCache {
  const queryClient = useQueryClient();
  const api = useApi();
  return useMemo(() => createCommentCache(queryClient, api), [queryClient, api]);
}

export function createCommentCache(queryClient: QueryClient, api: Api): CommentCache {
  const { post, comment } = api.timeline;
  const linked = comment.byId.queryFilter();

  function updateThreads(change: (threads: CommentThread[]) => CommentThread[]): void {
    queryClient.setQueriesData<Pages<CommentPage>>(
      { queryKey: post.comments.infiniteQueryKey() },
      whereChanged((data: Pages<CommentPage>) => mapItems(data, change)),
    );
  }

  function updateFound(change: (items: FoundComment[]) => FoundComment[]): void {
    queryClient.setQueriesData<Pages<FoundCommentPage>>(
      { queryKey: api.search.search.comments.infiniteQueryKey() },
      whereChanged((data: Pages<FoundCommentPage>) => mapItems(data, change)),
    );
  }

  function updateListed(change: (items: CommentWithPost[]) => CommentWithPost[]): void {
    queryClient.setQueriesData<Pages<CommentWithPostPage>>(
      { queryKey: comment.byAuthor.infiniteQueryKey() },
      whereChanged((data: Pages<CommentWithPostPage>) => mapItems(data, change)),
    );
  }

  return {
    change(id, change) {
      updateThreads((threads) =>
        findThread(threads, id) ? changeThreads(threads, id, change) : threads,
      );
      // One that somebody was led to stands by itself. What is gone from there keeps its place until the next visit.
      queryClient.setQueriesData<LinkedComment>(linked, (shown) => {
        if (!shown || !findThread([shown.thread], id)) return undefined;
        const [thread] = changeThreads([shown.thread], id, change);
        return { ...shown, thread: thread ?? { ...shown.thread, ...removed } };
      });
      updateFound((items) =>
        replaceIn(items, (found) => {
          if (found.comment.id !== id) return found;
          const changed = changeListed(found.comment, change);
          // In another text the marks of the search would stand anywhere.
          const isSame = changed?.text === found.comment.text;
          return changed && { comment: changed, highlights: isSame ? found.highlights : [] };
        }),
      );
      updateListed((items) =>
        replaceIn(items, (listed) => (listed.id === id ? changeListed(listed, change) : listed)),
      );
    },
    dropAuthor(authorId) {
      updateThreads((threads) => withoutAuthor(threads, authorId));
      queryClient.removeQueries({ ...linked, type: 'inactive' });
      updateFound((items) =>
        replaceIn(items, (found) =>
          found.comment.authorId === authorId || found.comment.post.authorId === authorId
            ? null
            : found,
        ),
      );
    },
  };
}

function withoutAuthor(threads: CommentThread[], authorId: string): CommentThread[] {
  return replaceIn(threads, (thread) => {
    if (thread.authorId === authorId) return null;
    const replies = withoutAuthor(thread.replies, authorId);
    return replies === thread.replies ? thread : { ...thread, replies };
  });
}

/** Away from its conversation nothing keeps the place of a comment that is gone. */
function changeListed(
  listed: CommentWithPost,
  change: (comment: CommentThread) => CommentThread | null,
): CommentWithPost | null {
  const changed = change({ ...listed, replies: [], repliesCursor: null });
  if (!changed?.author) return null;
  const { replies: _replies, repliesCursor: _cursor, author, ...comment } = changed;
  return { ...comment, author, post: listed.post };
}
