'use client';

import type { Post } from '@dailyfeed/contract/post';
import type { ReactNode } from 'react';

import { ReportDialog } from '../report/report-dialog.tsx';
import { DeletePostDialog } from './delete-post-dialog.tsx';
import { EditPostDialog } from './edit-post-dialog.tsx';

/** `unused` until one is opened: most posts of a feed never need theirs. */
export type PostDialog = 'unused' | 'closed' | 'edit' | 'delete' | 'report';

/** What a post's menu opens. They stay after they were closed, to go out of sight in their own time. */
export function PostDialogs(props: {
  post: Post;
  dialog: PostDialog;
  onClose: () => void;
}): ReactNode {
  const { post, dialog, onClose } = props;
  return (
    <>
      <EditPostDialog post={post} isOpen={dialog === 'edit'} onClose={onClose} />
      <DeletePostDialog post={post} isOpen={dialog === 'delete'} onClose={onClose} />
      <ReportDialog
        subject={{ kind: 'post', id: post.id }}
        isOpen={dialog === 'report'}
        onClose={onClose}
      />
    </>
  );
}
