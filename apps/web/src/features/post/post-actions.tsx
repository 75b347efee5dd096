'use client';

import type { Post } from '@dailyfeed/contract/post';
import { MessageCircle, Share } from 'lucide-react';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, Suspense, useState } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { useMemberAction } from '../../lib/use-member-action.ts';
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

// Only members mark posts: who reads does not wait for it.
const MemberMark = dynamic(() => import('./member-mark.tsx').then((module) => module.MemberMark));

function Mark(props: {
  post: Post;
  mark: PostMark;
  Button: (props: { post: Post; onPress: () => void }) => ReactNode;
}): ReactNode {
  const { post, mark, Button } = props;
  const { likely } = useSession();
  const asMember = useMemberAction();
  const [presses, setPresses] = useState(0);
  return (
    <>
      <Button post={post} onPress={() => asMember(() => setPresses((count) => count + 1))} />
      {likely === 'member' && (
        <Suspense fallback={null}>
          <MemberMark post={post} mark={mark} presses={presses} />
        </Suspense>
      )}
    </>
  );
}
