'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';

import { composerId } from '../../lib/routes.ts';
import { ComposerForm } from './composer-form.tsx';
import { DraftsButton } from './drafts-button.tsx';
import { usePostSubmission } from './use-post-submission.ts';

/** Writes a post under the member's name. */
export function PostForm({ me }: { me: Me }): ReactNode {
  const t = useTranslations('composer');
  const { submission, attachments, flush } = usePostSubmission(me);

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
      attachments={attachments}
      hasWarning
    >
      <DraftsButton submission={submission} flush={flush} />
    </ComposerForm>
  );
}
