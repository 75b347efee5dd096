'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { Heart } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { type ReactNode, Suspense, useState } from 'react';

import { useSession } from '../../lib/session.tsx';
import { useMemberAction } from '../../lib/use-member-action.ts';
import { cx } from '../../ui/cx.ts';
import { Count } from '../post/mark-button.tsx';
import { commentActionLook } from './comment-action-look.ts';

// Only members like: who reads does not wait for it.
const MemberCommentLike = dynamic(() =>
  import('./member-comment-like.tsx').then((module) => module.MemberCommentLike),
);

/** Shows whether the reader likes a comment, and how many do. */
export function CommentLike({ comment }: { comment: CommentThread }): ReactNode {
  const t = useTranslations('comment');
  const { likely } = useSession();
  const asMember = useMemberAction();
  const [presses, setPresses] = useState(0);
  return (
    <>
      <button
        type="button"
        aria-pressed={comment.liked}
        onClick={() => asMember(() => setPresses((count) => count + 1))}
        className={cx(
          commentActionLook,
          'tabular-nums',
          comment.liked && 'text-like hover:text-like [&_svg]:fill-current',
        )}
      >
        <Heart aria-hidden="true" className="size-4" />
        <Count count={comment.likeCount} words={t('like', { count: comment.likeCount })} />
      </button>
      {likely === 'member' && (
        <Suspense fallback={null}>
          <MemberCommentLike comment={comment} presses={presses} />
        </Suspense>
      )}
    </>
  );
}
