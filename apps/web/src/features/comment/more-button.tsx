'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, useState } from 'react';

import { useApiLoading } from '../../lib/api-loading.ts';
import { MoreRow } from './more-row.tsx';

export type MoreCommentsProps = {
  postId: string;
  /** Null: comments of the post itself. */
  parentId: string | null;
  /** Those that are there already, and the cursor that came with them. */
  shown: CommentThread[];
  cursor: string;
  own: CommentThread[];
  renderComment: (comment: CommentThread) => ReactNode;
};

// Most readers ask for no more than the page brought: what fetches comes with the first press.
const loadMoreComments = () => import('./more-comments.tsx');
const MoreComments = lazy(async () => ({ default: (await loadMoreComments()).MoreComments }));

/** The comments that did not come with the page: a button first, then list items in its place. */
export function MoreButton(props: MoreCommentsProps): ReactNode {
  const t = useTranslations('error');
  const { isLoaded, load } = useApiLoading();
  const [step, setStep] = useState<'closed' | 'loading' | 'failed' | 'open'>('closed');

  async function open(): Promise<void> {
    setStep('loading');
    try {
      await Promise.all([load(), loadMoreComments()]);
      setStep('open');
    } catch {
      setStep('failed');
    }
  }

  const row = (
    <MoreRow
      level={props.parentId === null ? 'comments' : 'replies'}
      problem={step === 'failed' ? t('NETWORK') : null}
      isBusy={step === 'loading' || step === 'open'}
      onPress={() => void open()}
    />
  );
  if (step !== 'open' || !isLoaded) return row;
  return (
    <Suspense fallback={row}>
      <MoreComments {...props} />
    </Suspense>
  );
}
