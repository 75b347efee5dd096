'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';

import { withoutFail } from '../../lib/part.ts';
import { routes } from '../../lib/routes.ts';
import { useMe, useSession } from '../../lib/session.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { MissingPart } from '../../ui/missing-part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

// Only members write: who reads does not wait for it.
const loadForm = () => import('./comment-form.tsx').then((module) => module.CommentForm);
const CommentForm = dynamic(withoutFail(loadForm, MissingPart), { loading: PlaceOfForm });

export type CommentBoxProps = {
  postId: string;
  parentId: string | null;
  onAccepted: (comment: CommentThread) => void;
};

/** Where a post is answered; leads a visitor to log-in, and keeps its height while the member is looked up. */
export function CommentBox({ isLive, ...props }: CommentBoxProps & { isLive: boolean }): ReactNode {
  const t = useTranslations('comment');
  const { postId } = props;
  const { likely } = useSession();
  const me = useMe();
  const linkedId = useSearchParams().get('comment');
  // Beside the question who the member is, not after its answer.
  useEffect(() => {
    if (likely === 'member') loadForm().catch(() => undefined);
  }, [likely]);
  if (likely === 'anonymous') {
    return (
      <p className="border-b border-line px-4 py-4 tablet:px-5">
        <Link
          href={routes.logIn(
            linkedId === null ? routes.post(postId) : routes.comment(postId, linkedId),
          )}
          className={buttonClass({ look: 'quiet', size: 's' })}
        >
          {t('logIn')}
        </Link>
      </p>
    );
  }
  return (
    <div className="border-b border-line px-4 py-3 transition-colors duration-(--fast) focus-within:bg-sunken/30 tablet:px-5">
      {me && isLive ? (
        <CommentForm {...props} me={me} label={t('label')} placeholder={t('placeholder')} />
      ) : (
        <PlaceOfForm />
      )}
    </div>
  );
}

function PlaceOfForm(): ReactNode {
  return (
    <div className="flex h-11 gap-3">
      <Skeleton className="mt-0.75 size-8 flex-none rounded-full" />
      <Skeleton className="my-3 h-5 w-40" />
    </div>
  );
}
