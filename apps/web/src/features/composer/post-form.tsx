'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { composerId } from '../../lib/routes.ts';
import { ComposerForm } from './composer-form.tsx';
import type { PostSubmission } from './use-post-submission.ts';

/** Where a post is written, with its pictures and its warning. `children`: beside what is said of the draft. */
export function PostForm(
  props: Pick<PostSubmission, 'submission' | 'attachments'> & { children?: ReactNode },
): ReactNode {
  const { submission, attachments, children } = props;
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
    >
      {children}
    </ComposerForm>
  );
}
