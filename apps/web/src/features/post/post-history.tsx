'use client';

import type { Post } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApiLoading } from '../../lib/api-loading.ts';
import { usePart } from '../../lib/part.ts';
import { EditedMark } from './edited-mark.tsx';

// Few look back: what fetches comes with the first press.
const loadDialog = () => import('./post-history-dialog.tsx');

/** The edited mark of a post on its own page; a press shows what the post said before. */
export function PostHistory({ post, editedAt }: { post: Post; editedAt: string }): ReactNode {
  const t = useTranslations('post');
  const { isLoaded, load } = useApiLoading();
  const { Part: PostHistoryDialog, withPart } = usePart(async () => {
    const [dialog] = await Promise.all([loadDialog(), load()]);
    return dialog.PostHistoryDialog;
  });
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={t('historyOpen')}
        onClick={() => withPart(() => setStep('open'))}
        className="underline decoration-dotted underline-offset-3 hover:text-ink"
      >
        <EditedMark time={editedAt} />
      </button>
      {step !== 'unused' && isLoaded && PostHistoryDialog && (
        <PostHistoryDialog
          postId={post.id}
          isOpen={step === 'open'}
          onClose={() => setStep('closed')}
        />
      )}
    </>
  );
}
