'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { createContext, type Dispatch, type SetStateAction, useMemo } from 'react';

import { type ChangeComment, useCommentCache } from './comment-cache.ts';
import { changeThreads } from './thread-tree.ts';

/** What the comments of a post have in common; of a visitor, who changes nothing, nothing. */
export const ConversationContext = createContext<{
  postAuthorId: string | null;
  change: ChangeComment;
}>({ postAuthorId: null, change: () => undefined });

/** Changes the reader's own new comments and every other copy. */
export function useChangeComment(setOwn: Dispatch<SetStateAction<CommentThread[]>>): ChangeComment {
  const comments = useCommentCache();
  return useMemo(
    () => (id, change) => {
      setOwn((own) => changeThreads(own, id, change));
      comments.change(id, change);
    },
    [comments, setOwn],
  );
}
