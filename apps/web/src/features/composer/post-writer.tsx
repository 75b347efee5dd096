'use client';

import type { Me } from '@dailyfeed/contract/member';
import { type ReactNode, useEffect } from 'react';

import { composerId } from '../../lib/routes.ts';
import { DraftsButton } from './drafts-button.tsx';
import { PostForm } from './post-form.tsx';
import { usePostSubmission } from './use-post-submission.ts';

/** Writes a post under the member's name. */
export function PostWriter({ me }: { me: Me }): ReactNode {
  const { flush, ...writing } = usePostSubmission(me);

  // The field appears after the browser has looked for what the address points at.
  useEffect(() => {
    if (location.hash === `#${composerId}`)
      document.querySelector<HTMLElement>(location.hash)?.focus();
  }, []);

  return (
    <PostForm {...writing}>
      <DraftsButton submission={writing.submission} flush={flush} />
    </PostForm>
  );
}
