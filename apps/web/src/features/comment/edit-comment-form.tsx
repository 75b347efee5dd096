'use client';

import { CommentText, commentTextMax, type CommentThread } from '@dailyfeed/contract/comment';
import { useTranslations } from 'next-intl';
import { type ReactNode, use, useEffect, useRef } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { moveFocus } from '../../lib/move-focus.ts';
import { toast } from '../../ui/toaster.tsx';
import { ChangedMeanwhile } from '../composer/changed-meanwhile.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { emptyDraft } from '../composer/draft.ts';
import { useSeenVersion } from '../composer/use-seen-version.ts';
import { useSubmission } from '../composer/use-submission.ts';
import { useLookAgain } from '../report/use-look-again.ts';
import { ConversationContext } from './comment-change.ts';
import { commentEditSlot } from './slots.ts';
import { findThread } from './thread-tree.ts';

/** Changes a comment in its place. What was typed is kept when it is left, only "Cancel" throws it away. */
export function EditCommentForm(props: {
  comment: CommentThread;
  /** It goes on with what a session ended under. */
  resumes: boolean;
  onClose: () => void;
}): ReactNode {
  const { comment, resumes } = props;
  const t = useTranslations('comment');
  const client = useApiClient();
  const { change } = use(ConversationContext);
  const lookAgain = useLookAgain();
  const form = useRef<HTMLDivElement>(null);
  const { id } = comment;
  const readLatest = async (): Promise<CommentThread | undefined> => {
    const { thread } = await client.timeline.comment.byId.query({ id });
    return findThread([thread], id);
  };
  const send = useSeenVersion({
    version: comment.version,
    refusal: 'COMMENT_CHANGED',
    showLatest: async () => {
      const latest = await readLatest();
      if (latest) change(id, (shown) => ({ ...shown, ...wordsOf(latest) }));
      return latest?.version;
    },
  });
  const submission = useSubmission({
    memberId: comment.authorId,
    slot: commentEditSlot(id),
    schema: CommentText,
    max: commentTextMax,
    start: { ...emptyDraft, text: comment.text, base: comment.version },
    resumes,
    send: ({ text, base }) =>
      send(base, (version) => client.content.comment.edit.mutate({ id, text, version })),
    onAccepted: (edited) => {
      change(id, (shown) => ({ ...shown, ...wordsOf(edited) }));
      lookAgain(comment, async () => {
        const latest = await readLatest();
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
  const { base } = submission.draft;
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
      {base !== null && base !== comment.version && (
        <ChangedMeanwhile text={comment.text} entities={comment.entities} />
      )}
    </div>
  );
}

/** What an edit changes. */
function wordsOf({ text, entities, version, editedAt }: WrittenWords): WrittenWords {
  return { text, entities, version, editedAt };
}

type WrittenWords = Pick<CommentThread, 'text' | 'entities' | 'version' | 'editedAt'>;
