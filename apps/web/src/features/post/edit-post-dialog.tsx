'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { Dialog } from '../../ui/dialog.tsx';
import type { PostDialogProps } from './delete-post-dialog.tsx';
import { EditPostForm } from './edit-post-form.tsx';

export function EditPostDialog(props: PostDialogProps & { resumes?: boolean }): ReactNode {
  const { post, isOpen, resumes = false, onClose } = props;
  const t = useTranslations('post');
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t('editTitle')}
      initialFocus={area}
    >
      <EditPostForm post={post} areaRef={area} resumes={resumes} onClose={onClose} />
    </Dialog>
  );
}
