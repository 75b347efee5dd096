'use client';

import type { Post } from '@dailyfeed/contract/post';
import { Heart, MessageCircle, Share } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { formatCount } from '../../lib/format.ts';
import { routes } from '../../lib/routes.ts';
import { useMemberAction } from '../../lib/use-member-action.ts';
import { cx } from '../../ui/cx.ts';
import { commentsId } from '../comment/ids.ts';
import { useLike } from './use-like.ts';
import { useShare } from './use-share.ts';

/** What one can do with a post, in columns of fixed width: a growing count moves nothing. */
export function PostActions({ post }: { post: Post }): ReactNode {
  const t = useTranslations('post');
  const locale = useLocale();
  const like = useLike(post.id);
  const { share } = useShare(post);
  const asMember = useMemberAction();
  return (
    <div className="-ms-2.5 mt-1.5 -mb-1.5 grid max-w-110 grid-cols-[1fr_1fr_auto] text-ink-3">
      <span>
        <Link
          href={`${routes.post(post.id)}#${commentsId}`}
          prefetch={false}
          aria-label={t('comments', { count: post.commentCount })}
          className={action}
        >
          <MessageCircle aria-hidden="true" />
          {shown(post.commentCount, locale)}
        </Link>
      </span>
      <span>
        <button
          type="button"
          aria-pressed={post.liked}
          data-shortcut="l"
          aria-label={t('like', { count: post.likeCount })}
          onClick={() => asMember(() => like(!post.liked))}
          className={cx(action, post.liked && 'text-like hover:text-like [&_svg]:fill-current')}
        >
          <Heart aria-hidden="true" />
          {shown(post.likeCount, locale)}
        </button>
      </span>
      <button
        type="button"
        aria-label={t('share')}
        title={t('share')}
        onClick={() => void share()}
        className={action}
      >
        <Share aria-hidden="true" />
      </button>
    </div>
  );
}

function shown(count: number, locale: string): ReactNode {
  return count > 0 && <span aria-hidden="true">{formatCount(count, locale)}</span>;
}

const action = cx(
  'inline-flex min-h-9 min-w-9 items-center gap-1.5 rounded-full px-2.5 text-s tabular-nums',
  'transition-colors duration-(--fast) hover:bg-sunken hover:text-ink pointer-coarse:min-h-11',
  '[&_svg]:size-4.5 [&_svg]:flex-none',
);
