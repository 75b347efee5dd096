'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, use } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { useRemovalFailure } from '../../lib/use-removal-failure.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';
import { commentCountKey, usePostCache } from '../post/post-cache.ts';
import { ConversationContext } from './comment-change.ts';
import { commentsId } from './ids.ts';

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
  const { change } = use(ConversationContext);

  function finish(): void {
    toast.success(t('deleted'));
    onClose();
    const { postId } = comment;
    posts.patch(postId, (post) => ({ ...post, commentCount: Math.max(0, post.commentCount - 1) }));
    change(comment.id, (shown) =>
      hasReplies ? { ...shown, author: null, authorId: null, text: '', entities: [] } : null,
    );
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
      // The comment's own menu may be gone; the conversation is not.
      finalFocus={() => document.querySelector<HTMLElement>(`#${commentsId} textarea`)}
    />
  );
}
