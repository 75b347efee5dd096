'use client';

import type { CommentWithPost } from '@dailyfeed/contract/comment';
import type { Post } from '@dailyfeed/contract/post';
import type { Highlight } from '@dailyfeed/contract/search';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EditedMark } from '../post/edited-mark.tsx';
import { HidingNotice } from '../report/hiding-notice.tsx';
import { CommentView } from './comment-view.tsx';

/** A comment away from its conversation: below the post it stands under. */
export function CommentCard(props: {
  comment: CommentWithPost;
  /** Where in its text stands what was searched for. */
  highlights?: Highlight[];
}): ReactNode {
  const { comment, highlights = [] } = props;
  const t = useTranslations('comment');
  const { author, post } = comment;
  return (
    <article
      aria-label={t('by', { name: author.displayName })}
      className="border-b border-line px-4 py-4 focus-visible:-outline-offset-2 tablet:px-5"
    >
      <PostQuote post={post} />
      <CommentView
        author={author}
        text={comment.text}
        entities={comment.entities}
        highlights={highlights}
        note={
          <>
            <Link
              href={routes.comment(post.id, comment.id)}
              prefetch={false}
              className="hover:underline"
            >
              <RelativeTime time={comment.createdAt} />
            </Link>
            {comment.editedAt !== null && (
              <>
                {' · '}
                <EditedMark time={comment.editedAt} />
              </>
            )}
          </>
        }
      >
        <HidingNotice hiding={comment.hiding} />
      </CommentView>
    </article>
  );
}

/** Whose post it is and how it begins, leading there; of one under a warning, only the warning. */
function PostQuote({ post }: { post: Post }): ReactNode {
  const t = useTranslations('comment');
  return (
    <Link
      href={routes.post(post.id)}
      prefetch={false}
      className="group mb-2.5 block border-s-2 border-line ps-3 text-s text-ink-3 hover:border-ink-3"
    >
      <span className="block truncate">{t('under', { name: post.author.displayName })}</span>
      <span dir="auto" className="line-clamp-2 text-ink-2 group-hover:underline">
        {post.contentWarning ?? post.text}
      </span>
    </Link>
  );
}
