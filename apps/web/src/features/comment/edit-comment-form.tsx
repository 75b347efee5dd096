'use client';

import { CommentText, commentTextMax, type CommentThread } from '@dailyfeed/contract/comment';
import { useTranslations } from 'next-intl';
import { type ReactNode, use, useEffect, useRef, useState } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { moveFocus } from '../../lib/move-focus.ts';
import { toast } from '../../ui/toaster.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { emptyDraft } from '../composer/draft.ts';
import { useSubmission } from '../composer/use-submission.ts';
import { RichText } from '../post/rich-text.tsx';
import { useLookAgain } from '../report/use-look-again.ts';
import { ConversationContext } from './comment-change.ts';
import { findThread } from './thread-tree.ts';

/** Changes a comment in its place. What was typed is kept when it is left, only "Cancel" throws it away. */
export function EditCommentForm(props: { comment: CommentThread; onClose: () => void }): ReactNode {
  const { comment } = props;
  const t = useTranslations('comment');
  const client = useApiClient();
  const { change } = use(ConversationContext);
  const lookAgain = useLookAgain();
  const form = useRef<HTMLDivElement>(null);
  const submission = useSubmission({
    slot: `edit-comment:${comment.id}`,
    schema: CommentText,
    max: commentTextMax,
    start: { ...emptyDraft, text: comment.text },
    send: async ({ text }) => {
      const { id, version } = comment;
      try {
        return await client.content.comment.edit.mutate({ id, text, version });
      } catch (error) {
        // Shown below the form; who saves again has seen it.
        if (failureOf(error).code === 'COMMENT_CHANGED') {
          const { thread } = await client.timeline.comment.byId.query({ id });
          const latest = findThread([thread], id);
          if (latest) change(id, (shown) => ({ ...shown, ...wordsOf(latest) }));
        }
        throw error;
      }
    },
    onAccepted: (edited) => {
      const { id } = comment;
      change(id, (shown) => ({ ...shown, ...wordsOf(edited) }));
      lookAgain(comment, async () => {
        const { thread } = await client.timeline.comment.byId.query({ id });
        const latest = findThread([thread], id);
        if (latest) change(id, (shown) => ({ ...shown, hiding: latest.hiding }));
        return latest?.hiding ?? null;
      });
      toast.success(t('saved'));
      onClose();
    },
  });
  function onClose(): void {
    const focused = document.activeElement;
    const article = form.current?.closest('article');
    // The menu that led here went for the form, which goes now. Who has gone on elsewhere is left there.
    if (article && (focused === document.body || article.contains(focused))) moveFocus(article);
    props.onClose();
  }
  const [startVersion] = useState(comment.version);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, []);
  return (
    <div ref={form} className="mt-1">
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
      {comment.version !== startVersion && (
        <figure className="mt-2 border-s-2 border-line ps-3 text-s text-ink-2">
          <figcaption className="text-ink-3">{t('changedTo')}</figcaption>
          <p dir="auto" className="max-w-text whitespace-pre-wrap">
            <RichText text={comment.text} entities={comment.entities} />
          </p>
        </figure>
      )}
    </div>
  );
}

/** What an edit changes. */
function wordsOf({ text, entities, version, editedAt }: WrittenWords): WrittenWords {
  return { text, entities, version, editedAt };
}

type WrittenWords = Pick<CommentThread, 'text' | 'entities' | 'version' | 'editedAt'>;
