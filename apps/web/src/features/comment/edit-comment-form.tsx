'use client';

import { CommentText, commentTextMax, type CommentThread } from '@dailyfeed/contract/comment';
import { useTranslations } from 'next-intl';
import { type ReactNode, use, useEffect, useRef } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { useSubmission } from '../composer/use-submission.ts';
import { ConversationContext } from './comment-change.ts';

/** Changes a comment in its place. What was typed is kept when it is left, only "Cancel" throws it away. */
export function EditCommentForm(props: { comment: CommentThread; onClose: () => void }): ReactNode {
  const { comment, onClose } = props;
  const t = useTranslations('comment');
  const client = useApiClient();
  const { change } = use(ConversationContext);
  const submission = useSubmission({
    slot: `edit-comment:${comment.id}`,
    schema: CommentText,
    max: commentTextMax,
    start: comment.text,
    send: ({ text }) => {
      const { id, version } = comment;
      return client.content.comment.edit.mutate({ id, text, version });
    },
    onAccepted: ({ text, entities, version, editedAt }) => {
      change(comment.id, (shown) => ({ ...shown, text, entities, version, editedAt }));
      toast.success(t('saved'));
      onClose();
    },
  });
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  return (
    <div className="mt-1">
      <ComposerForm
        submission={submission}
        label={t('editLabel')}
        placeholder={t('editLabel')}
        action={t('save')}
        minRows={3}
        areaRef={area}
        onCancel={() => {
          submission.discard();
          onClose();
        }}
      />
    </div>
  );
}
