'use client';

import type { Post } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, useState } from 'react';

import { useApiLoading } from '../../lib/api-loading.ts';
import { toast } from '../../ui/toaster.tsx';
import { EditedMark } from './edited-mark.tsx';

// Few look back: what fetches comes with the first press.
const loadDialog = () => import('./post-history-dialog.tsx');
const PostHistoryDialog = lazy(async () => ({ default: (await loadDialog()).PostHistoryDialog }));

/** The edited mark of a post on its own page; a press shows what the post said before. */
export function PostHistory({ post, editedAt }: { post: Post; editedAt: string }): ReactNode {
  const t = useTranslations('post');
  const errorSays = useTranslations('error');
  const { isLoaded, load } = useApiLoading();
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');

  async function open(): Promise<void> {
    try {
      await Promise.all([load(), loadDialog()]);
      setStep('open');
    } catch {
      toast.error(errorSays('NETWORK'));
    }
  }

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={t('historyOpen')}
        onClick={() => void open()}
        className="underline decoration-dotted underline-offset-3 hover:text-ink"
      >
        <EditedMark time={editedAt} />
      </button>
      {step !== 'unused' && isLoaded && (
        <Suspense>
          <PostHistoryDialog
            postId={post.id}
            isOpen={step === 'open'}
            onClose={() => setStep('closed')}
          />
        </Suspense>
      )}
    </>
  );
}
