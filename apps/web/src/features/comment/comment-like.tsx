'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { Heart } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useMemberPresses } from '../../lib/use-member-action.ts';
import { cx } from '../../ui/cx.ts';
import { Count } from '../post/mark-button.tsx';
import { commentActionLook } from './comment-action-look.ts';

const loadLike = async () => (await import('./member-comment-like.tsx')).MemberCommentLike;

/** Shows whether the reader likes a comment, and how many do. */
export function CommentLike({ comment }: { comment: CommentThread }): ReactNode {
  const t = useTranslations('comment');
  const { Presser, presses, press } = useMemberPresses(loadLike);
  return (
    <>
      <button
        type="button"
        aria-pressed={comment.liked}
        onClick={press}
        className={cx(
          commentActionLook,
          'tabular-nums',
          comment.liked && 'text-like hover:text-like [&_svg]:fill-current',
        )}
      >
        <Heart aria-hidden="true" className="size-4" />
        <Count count={comment.likeCount} words={t('like', { count: comment.likeCount })} />
      </button>
      {Presser && <Presser comment={comment} presses={presses} />}
    </>
  );
}
