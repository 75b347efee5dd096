'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, use, useRef } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { useRemovalFailure } from '../../lib/use-removal-failure.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useOutdateExcerpts } from '../activity/use-outdate-excerpts.ts';
import { commentCountKey, usePostCache } from '../post/post-cache.ts';
import { ConversationContext } from './comment-change.ts';
import { commentElementId, commentsId } from './ids.ts';
import { removed } from './thread-tree.ts';

export function DeleteCommentDialog(props: {
  comment: CommentThread;
  /** Then its place stays. */
  hasReplies: boolean;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { comment, hasReplies, isOpen, onClose } = props;
  const t = useTranslations('comment');
  const client = useApiClient();
  const posts = usePostCache();
  const outdateExcerpts = useOutdateExcerpts();
  const { change } = use(ConversationContext);
  // Not state: the comment may go with this very dialog, before it could be drawn once more.
  const neighbour = useRef<HTMLElement | null>(null);

  function finish(): void {
    neighbour.current = neighbourOf(comment.id);
    toast.success(t('deleted'));
    onClose();
    const { postId } = comment;
    posts.patch(postId, (post) => ({ ...post, commentCount: Math.max(0, post.commentCount - 1) }));
    outdateExcerpts();
    change(comment.id, (shown) => (hasReplies ? { ...shown, ...removed } : null));
  }

  const { mutate, isPending } = useMutation({
    mutationKey: commentCountKey(comment.postId),
    mutationFn: () => client.content.comment.delete.mutate({ id: comment.id }),
    onSuccess: finish,
    onError: useRemovalFailure('COMMENT_NOT_FOUND', finish),
  });

  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t('deleteTitle')}
      description={hasReplies ? t('deleteTextReplies') : t('deleteText')}
      action={t('deleteConfirm')}
      onAction={() => mutate()}
      isBusy={isPending}
      finalFocus={() => neighbour.current}
    />
  );
}

/** Where a conversation is read on when one of its comments goes: the next one, or else the one before, or the box above. */
function neighbourOf(id: string): HTMLElement | null {
  const own = document.querySelector(`#${commentElementId(id)}`);
  const all = [...document.querySelectorAll<HTMLElement>(`[id^="${commentElementId('')}"]`)];
  const index = all.findIndex((element) => element === own);
  const start = document.querySelector<HTMLElement>(`#${commentsId}`);
  return all[index + 1] ?? all[index - 1] ?? start;
}
