'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { composerId } from '../../lib/routes.ts';
import { ComposerForm } from './composer-form.tsx';
import type { PostSubmission } from './use-post-submission.ts';

/** Where a post is written, with its pictures and its warning. `children`: beside what is said of the draft. */
export function PostForm(
  props: Omit<PostSubmission, 'flush'> & { children?: ReactNode },
): ReactNode {
  const { submission, attachments, saveFailure, children } = props;
  const t = useTranslations('composer');
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
      {...(saveFailure && { kept: t(saveFailure === 'full' ? 'keptHereFull' : 'keptHere') })}
    >
      {children}
    </ComposerForm>
  );
}
