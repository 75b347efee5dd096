'use client';

import type { Post } from '@dailyfeed/contract/post';
import { MessageCircle, Share } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMemberPresses } from '../../lib/use-member-action.ts';
import { commentsId } from '../comment/ids.ts';
import { actionLook, BookmarkButton, Count, LikeButton } from './mark-button.tsx';
import type { PostMark } from './use-post-mark.ts';
import { useShare } from './use-share.ts';

/** What one can do with a post, in columns of fixed width: a growing count moves nothing. */
export function PostActions({ post }: { post: Post }): ReactNode {
  const t = useTranslations('post');
  const { share } = useShare(post);
  return (
    <div className="-ms-2.5 mt-1.5 -mb-1.5 grid max-w-110 grid-cols-[1fr_1fr_auto_auto] text-ink-3">
      <span>
        <Link
          href={`${routes.post(post.id)}#${commentsId}`}
          prefetch={false}
          className={actionLook}
        >
          <MessageCircle aria-hidden="true" />
          <Count count={post.commentCount} words={t('comments', { count: post.commentCount })} />
        </Link>
      </span>
      <span>
        <Mark post={post} mark="liked" Button={LikeButton} />
      </span>
      <Mark post={post} mark="bookmarked" Button={BookmarkButton} />
      <button
        type="button"
        aria-label={t('share')}
        title={t('share')}
        onClick={() => void share()}
        className={actionLook}
      >
        <Share aria-hidden="true" />
      </button>
    </div>
  );
}

const loadMark = async () => (await import('./member-mark.tsx')).MemberMark;

function Mark(props: {
  post: Post;
  mark: PostMark;
  Button: (props: { post: Post; onPress: () => void }) => ReactNode;
}): ReactNode {
  const { post, mark, Button } = props;
  const { Presser, presses, press } = useMemberPresses(loadMark);
  return (
    <>
      <Button post={post} onPress={press} />
      {Presser && <Presser post={post} mark={mark} presses={presses} />}
    </>
  );
}
