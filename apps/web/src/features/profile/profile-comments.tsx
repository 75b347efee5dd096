'use client';

import type { CommentWithPost, CommentWithPostPage } from '@dailyfeed/contract/comment';
import type { Profile } from '@dailyfeed/contract/member';
import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { CommentCard } from '../comment/comment-card.tsx';
import { markedOptions, pageSize } from '../feed/feed-options.ts';
import { ItemList } from '../feed/item-list.tsx';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { ProfileFrame } from './profile-frame.tsx';

export type ProfileCommentsProps = {
  handle: string;
  /** As the server saw them for a visitor; undefined where a visitor may not see them. */
  initialProfile: Profile | undefined;
  initialComments: CommentWithPostPage | undefined;
};

/** A member's profile and comments, each with the post it stands under. */
export function ProfileComments(props: ProfileCommentsProps): ReactNode {
  const { handle, initialProfile, initialComments } = props;
  return (
    <ProfileFrame handle={handle} initial={initialProfile}>
      {(profile) => <CommentsOf profile={profile} initial={initialComments} />}
    </ProfileFrame>
  );
}

function CommentsOf(props: {
  profile: Profile;
  initial: CommentWithPostPage | undefined;
}): ReactNode {
  const { profile, initial } = props;
  const t = useTranslations('profile');
  const api = useApi();
  const query = useList(
    api.timeline.comment.byAuthor.infiniteQueryOptions(
      { authorId: profile.id, limit: pageSize },
      { ...markedOptions, ...useFirstPage(initial) },
    ),
  );
  const name = profile.displayName;
  const isOwn = profile.relation?.isSelf === true;
  return (
    <ItemList
      query={query}
      label={t('commentsOf', { name })}
      empty={
        <EmptyState
          icon={<MessageCircle />}
          title={t(isOwn ? 'commentsEmptyOwnTitle' : 'commentsEmptyTitle')}
        >
          {isOwn ? t('commentsEmptyOwnText') : t('commentsEmptyText', { name })}
        </EmptyState>
      }
    >
      {drawComment}
    </ItemList>
  );
}

function drawComment(comment: CommentWithPost): ReactNode {
  return <CommentCard comment={comment} />;
}
