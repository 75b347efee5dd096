'use client';

import type { Post } from '@dailyfeed/contract/post';
import { Bookmark, Heart } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { formatCount } from '../../lib/format.ts';
import { cx } from '../../ui/cx.ts';

/** Shows whether the reader likes a post, and how many do. */
export function LikeButton({ post, onPress }: { post: Post; onPress: () => void }): ReactNode {
  const t = useTranslations('post');
  return (
    <button
      type="button"
      aria-pressed={post.liked}
      data-shortcut="l"
      onClick={onPress}
      className={cx(actionLook, post.liked && 'text-like hover:text-like [&_svg]:fill-current')}
    >
      <Heart aria-hidden="true" />
      <Count count={post.likeCount} words={t('like', { count: post.likeCount })} />
    </button>
  );
}

/** Shows whether the reader keeps a post. How many others do is nobody's business. */
export function BookmarkButton(props: { post: Post; onPress: () => void }): ReactNode {
  const { post, onPress } = props;
  const t = useTranslations('post');
  return (
    <button
      type="button"
      aria-pressed={post.bookmarked}
      aria-label={t('bookmark')}
      title={t('bookmark')}
      onClick={onPress}
      className={cx(
        actionLook,
        post.bookmarked && 'text-accent hover:text-accent! [&_svg]:fill-current',
      )}
    >
      <Bookmark aria-hidden="true" />
    </button>
  );
}

/** A count beside its icon; nothing for none. Who listens hears the words. */
export function Count({ count, words }: { count: number; words: string }): ReactNode {
  const locale = useLocale();
  return (
    <>
      {count > 0 && <span aria-hidden="true">{formatCount(count, locale)}</span>}
      <span className="sr-only">{words}</span>
    </>
  );
}

export const actionLook = cx(
  'inline-flex min-h-9 min-w-9 items-center gap-1.5 rounded-full px-2.5 text-s tabular-nums',
  'transition-colors duration-(--fast) hover:bg-sunken hover:text-ink pointer-coarse:min-h-11',
  '[&_svg]:size-4.5 [&_svg]:flex-none',
);
