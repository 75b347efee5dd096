'use client';

import type { CommentPage, CommentThread, LinkedComment } from '@dailyfeed/contract/comment';
import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { createContext, type Dispatch, type SetStateAction, useMemo } from 'react';

import { useApi } from '../../lib/api.ts';

/** Changes a comment wherever it is shown; null takes it away, with what hangs on it. */
export type ChangeComment = (
  id: string,
  change: (comment: CommentThread) => CommentThread | null,
) => void;

/** What the comments of a post have in common; of a visitor, who changes nothing, nothing. */
export const ConversationContext = createContext<{
  postAuthorId: string | null;
  change: ChangeComment;
}>({ postAuthorId: null, change: () => undefined });

/** Changes the reader's own new comments and every loaded page of the post's. */
export function useChangeComment(
  postId: string,
  setOwn: Dispatch<SetStateAction<CommentThread[]>>,
): ChangeComment {
  const queryClient = useQueryClient();
  const { post, comment } = useApi().timeline;
  const { comments } = post;
  return useMemo(
    () => (id, change) => {
      setOwn((own) => changeThreads(own, id, change));
      queryClient.setQueriesData<InfiniteData<CommentPage>>(
        comments.infiniteQueryFilter({ postId }),
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: changeThreads(page.items, id, change),
            })),
          },
      );
      // One that somebody was led to stands by itself.
      queryClient.setQueriesData<LinkedComment>(comment.byId.queryFilter(), (linked) => {
        const [thread] = linked ? changeThreads([linked.thread], id, change) : [];
        return linked && thread ? { ...linked, thread } : linked;
      });
    },
    [comment, comments, postId, queryClient, setOwn],
  );
}

/** The threads with one comment changed, on whatever level it stands. */
export function changeThreads(
  threads: CommentThread[],
  id: string,
  change: (comment: CommentThread) => CommentThread | null,
): CommentThread[] {
  return threads.flatMap((thread) => {
    if (thread.id !== id) return { ...thread, replies: changeThreads(thread.replies, id, change) };
    return change(thread) ?? [];
  });
}
