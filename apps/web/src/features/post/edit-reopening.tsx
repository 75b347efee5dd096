'use client';

import type { Post } from '@dailyfeed/contract/post';
import { lazy, type ReactNode, Suspense, useState } from 'react';

import { Reopening } from '../composer/reopening.tsx';
import { postEditSlot } from './post-edit-slot.ts';

const EditPostDialog = lazy(async () => ({
  default: (await import('./edit-post-dialog.tsx')).EditPostDialog,
}));

/** Goes on with the edit of one's own post that a session has ended under. */
export function EditReopening({ post }: { post: Post }): ReactNode {
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');
  return (
    <>
      <Reopening slot={postEditSlot(post)} onInterrupted={() => setStep('open')} />
      {step !== 'unused' && (
        <Suspense>
          <EditPostDialog
            post={post}
            isOpen={step === 'open'}
            resumes
            onClose={() => setStep('closed')}
          />
        </Suspense>
      )}
    </>
  );
}
