'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { EmptyState } from '../../ui/empty-state.tsx';
import { CommentBox } from './comment-box.tsx';
import { commentsId } from './ids.ts';

/** Where the conversation of a post stands: its heading, the box to join in, the list. */
export function CommentFrame(props: {
  postId: string;
  onWritten: (comment: CommentThread) => void;
  /** List items. */
  comments: ReactNode;
  isEmpty: boolean;
  /** False while this only holds the place of what a member writes in. */
  isLive?: boolean;
  /** Nobody can join in here. */
  isReadOnly?: boolean | undefined;
  /** Tells, above the list, what was said meanwhile. */
  news?: ReactNode;
  /** What follows the list. */
  children?: ReactNode;
}): ReactNode {
  const { postId, onWritten, comments, isEmpty, isLive = true, isReadOnly, news, children } = props;
  const t = useTranslations('comment');
  return (
    <section id={commentsId} aria-labelledby={`${commentsId}-title`}>
      <h2 id={`${commentsId}-title`} className="sr-only">
        {t('title')}
      </h2>
      {!isReadOnly && (
        <CommentBox postId={postId} parentId={null} isLive={isLive} onAccepted={onWritten} />
      )}
      {news}
      <ol>{comments}</ol>
      {isEmpty && (
        <EmptyState icon={<MessageCircle />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      )}
      {children}
    </section>
  );
}
