'use client';

import type { CommentPage, CommentThread } from '@dailyfeed/contract/comment';
import type { ReactNode } from 'react';

import { CommentFrame } from './comment-frame.tsx';
import { CommentItem } from './comment-item.tsx';
import { MoreButton } from './more-button.tsx';

/** The conversation as the server saw it for a visitor, who writes nothing and asks for nothing until pressing "more". */
export function VisitorComments({ postId, page, isReadOnly }: VisitorCommentsProps): ReactNode {
  const renderComment = (comment: CommentThread): ReactNode => (
    <CommentItem
      key={comment.id}
      thread={comment}
      own={none}
      onWritten={ignore}
      isReadOnly={isReadOnly}
    />
  );
  return (
    <CommentFrame
      postId={postId}
      onWritten={ignore}
      isLive={false}
      isReadOnly={isReadOnly}
      isEmpty={page.items.length === 0 && page.nextCursor === null}
      comments={
        <>
          {page.items.map(renderComment)}
          {page.nextCursor !== null && (
            <MoreButton
              postId={postId}
              parentId={null}
              shown={page.items}
              cursor={page.nextCursor}
              own={none}
              renderComment={renderComment}
            />
          )}
        </>
      }
    />
  );
}

export type VisitorCommentsProps = {
  postId: string;
  page: CommentPage;
  isReadOnly?: boolean | undefined;
};

const none: CommentThread[] = [];
const ignore = (): void => undefined;
