'use client';

import type { Me } from '@dailyfeed/contract/member';
import { PostText, postTextMax } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { composerId } from '../../lib/routes.ts';
import { toast } from '../../ui/toaster.tsx';
import { usePostCache } from '../post/post-cache.ts';
import { ComposerForm } from './composer-form.tsx';
import { DraftsButton } from './drafts-button.tsx';
import { summaryOf } from './summary-of.ts';
import { useSavedDraft } from './use-saved-draft.ts';
import { useSubmission } from './use-submission.ts';

/** Writes a post under the member's name. */
export function PostForm({ me }: { me: Me }): ReactNode {
  const t = useTranslations('composer');
  const client = useApiClient();
  const posts = usePostCache();
  const submission = useSubmission({
    slot: `post:${me.id}`,
    schema: PostText,
    max: postTextMax,
    send: ({ text, warning: contentWarning, idempotencyKey }, { saved }) =>
      client.content.post.create.mutate({
        text,
        contentWarning,
        idempotencyKey,
        ...(saved && { draftId: saved.id }),
      }),
    onAccepted: (written) => {
      const author = summaryOf(me);
      posts.insert({ ...written, author, ...untouched });
      toast.success(t('posted'));
    },
  });

  const { flush } = useSavedDraft(submission);

  // The field appears after the browser has looked for what the address points at.
  useEffect(() => {
    if (location.hash === `#${composerId}`)
      document.querySelector<HTMLElement>(location.hash)?.focus();
  }, []);

  return (
    <ComposerForm
      submission={submission}
      id={composerId}
      label={t('label')}
      placeholder={t('placeholder')}
      action={t('submit')}
      size="l"
      hasWarning
    >
      <DraftsButton submission={submission} flush={flush} />
    </ComposerForm>
  );
}

/** What nobody has answered yet. */
const untouched = {
  likeCount: 0,
  commentCount: 0,
  bookmarkCount: 0,
  viewCount: 0,
  liked: false,
  bookmarked: false,
  hiding: null,
};
