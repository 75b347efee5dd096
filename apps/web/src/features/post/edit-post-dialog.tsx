'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Dialog } from '../../ui/dialog.tsx';
import type { PostDialogProps } from './delete-post-dialog.tsx';
import { EditPostForm } from './edit-post-form.tsx';

export function EditPostDialog({ post, isOpen, onClose }: PostDialogProps): ReactNode {
  const t = useTranslations('post');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t('editTitle')}
    >
      <EditPostForm post={post} onClose={onClose} />
    </Dialog>
  );
}
