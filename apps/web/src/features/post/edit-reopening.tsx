'use client';

import type { Post } from '@dailyfeed/contract/post';
import { type ReactNode, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { Reopening } from '../composer/reopening.tsx';
import { postEditSlot } from './post-edit-slot.ts';

const loadDialog = async () => (await import('./edit-post-dialog.tsx')).EditPostDialog;

/** Goes on with the edit of one's own post that a session has ended under. */
export function EditReopening({ post }: { post: Post }): ReactNode {
  const { Part: EditPostDialog, withPart } = usePart(loadDialog);
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');
  return (
    <>
      <Reopening slot={postEditSlot(post)} onInterrupted={() => withPart(() => setStep('open'))} />
      {step !== 'unused' && EditPostDialog && (
        <EditPostDialog
          post={post}
          isOpen={step === 'open'}
          resumes
          onClose={() => setStep('closed')}
        />
      )}
    </>
  );
}
