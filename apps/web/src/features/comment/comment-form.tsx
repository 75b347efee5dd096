'use client';

import { CommentText, commentTextMax, type CommentThread } from '@dailyfeed/contract/comment';
import { findEntities } from '@dailyfeed/contract/find-entities';
import type { Me } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { emptyDraft } from '../composer/draft.ts';
import { summaryOf } from '../composer/summary-of.ts';
import { useSubmission } from '../composer/use-submission.ts';
import { commentCountKey, usePostCache } from '../post/post-cache.ts';
import { CommentView } from './comment-view.tsx';
import { commentSlot } from './slots.ts';

export type CommentFormProps = {
  postId: string;
  parentId: string | null;
  me: Me;
  label: string;
  placeholder: string;
  /** Whom the text begins by naming, when there is nothing written yet. */
  mention?: string | null;
  /** Opened on request: the cursor goes there. */
  startsFocused?: boolean;
  /** False when it was opened by hand. */
  resumes?: boolean;
  onAccepted: (comment: CommentThread) => void;
  onCancel?: () => void;
};

/** Writes a comment or a reply; while it is sent it shows as what it will be. */
export function CommentForm(props: CommentFormProps): ReactNode {
  const {
    postId,
    parentId,
    me,
    mention = null,
    startsFocused = false,
    resumes = true,
    onAccepted,
    onCancel,
  } = props;
  const t = useTranslations('comment');
  const client = useApiClient();
  const posts = usePostCache();
  const author = summaryOf(me);
  const submission = useSubmission({
    memberId: me.id,
    slot: commentSlot({ memberId: me.id, parentId: parentId ?? postId, mention }),
    schema: CommentText,
    max: commentTextMax,
    start: { ...emptyDraft, text: mention === null ? '' : `@${mention} ` },
    resumes,
    mutationKey: commentCountKey(postId),
    send: ({ text, idempotencyKey }) =>
      client.content.comment.create.mutate({ postId, parentId, text, idempotencyKey }),
    onAccepted: (written) => {
      posts.patch(postId, (post) => ({ ...post, commentCount: post.commentCount + 1 }));
      onAccepted({
        ...written,
        author,
        likeCount: 0,
        replyCount: 0,
        liked: false,
        hiding: null,
        ...noReplies,
      });
    },
  });
  const pending = submission.pendingText?.trim();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!startsFocused || !area.current) return;
    area.current.focus();
    area.current.setSelectionRange(area.current.value.length, area.current.value.length);
    area.current.scrollIntoView({ block: 'nearest' });
  }, [startsFocused]);

  return (
    <>
      <div className="flex gap-3">
        <div className="pt-0.75">
          <Avatar member={me} size="s" />
        </div>
        <ComposerForm
          submission={submission}
          label={props.label}
          placeholder={props.placeholder}
          action={t('submit')}
          isPendingShownElsewhere
          areaRef={area}
          {...(onCancel && {
            onCancel: () => {
              submission.discard();
              onCancel();
            },
          })}
        />
      </div>
      {pending !== undefined && (
        <div className="mt-3 opacity-60">
          <CommentView
            author={author}
            text={pending}
            entities={findEntities(pending)}
            note={t('sending')}
          />
        </div>
      )}
    </>
  );
}

const noReplies = { replies: [], repliesCursor: null };
