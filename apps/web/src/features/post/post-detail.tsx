'use client';

import type { Post } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { PostPictures } from '../image/post-pictures.tsx';
import { HidingNotice } from '../report/hiding-notice.tsx';
import { PostActions } from './post-actions.tsx';
import { PostHistory } from './post-history.tsx';
import { PostMenu } from './post-menu.tsx';
import { RichText } from './rich-text.tsx';
import { useSeen } from './use-seen.ts';
import { Warned } from './warned.tsx';

/** A post on its own page: all of its text, when it was written, what it has gathered. */
export function PostDetail(props: {
  post: Post;
  onSeen?: (() => void) | undefined;
  /** Where nothing would show what a press does. */
  isReadOnly?: boolean | undefined;
}): ReactNode {
  const { post, onSeen, isReadOnly } = props;
  const t = useTranslations('post');
  const { author } = post;
  const article = useSeen<HTMLElement>(onSeen);
  return (
    <article
      ref={article}
      aria-label={t('by', { name: author.displayName })}
      className="border-b border-line px-4 pt-4 pb-3 tablet:px-5"
    >
      <header className="flex items-center gap-3">
        <Link
          href={routes.profile(author.handle)}
          prefetch={false}
          className="flex min-w-0 items-center gap-3 leading-tight"
        >
          <Avatar member={author} />
          <span className="min-w-0">
            <b className="block truncate hover:underline">{author.displayName}</b>
            <span className="block truncate text-s text-ink-3">@{author.handle}</span>
          </span>
        </Link>
        {!isReadOnly && <PostMenu post={post} />}
      </header>
      <Warned warning={post.contentWarning} name={post.id}>
        <p
          dir="auto"
          lang={post.language ?? undefined}
          className="mt-3.5 max-w-text text-lead leading-body whitespace-pre-wrap"
        >
          <RichText text={post.text} entities={post.entities} />
        </p>
        <PostPictures postId={post.id} images={post.images} />
      </Warned>
      <HidingNotice hiding={post.hiding} />
      <PostFacts post={post} />
      {!isReadOnly && <PostActions post={post} />}
    </article>
  );
}

/** Counts and dates. Each part stays in one line; where they do not fit side by side, whole parts move down.
 * None comes later: the first view would push down what is being read. */
function PostFacts({ post }: { post: Post }): ReactNode {
  const t = useTranslations('post');
  const count = { b: (chunks: ReactNode) => <b className="text-ink tabular-nums">{chunks}</b> };
  return (
    <div className="mt-4 flex flex-wrap gap-x-5 gap-y-1 border-y border-line py-3 text-s text-ink-2 *:whitespace-nowrap">
      <span>{t.rich('statLikes', { count: post.likeCount, ...count })}</span>
      <span>{t.rich('statComments', { count: post.commentCount, ...count })}</span>
      <span>{t.rich('statViews', { count: post.viewCount, ...count })}</span>
      <span className="tablet:ms-auto">
        <ExactTime time={post.createdAt} />
        {post.editedAt !== null && (
          <>
            {' · '}
            <PostHistory post={post} editedAt={post.editedAt} />
          </>
        )}
      </span>
    </div>
  );
}
