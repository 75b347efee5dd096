'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Dialog } from '../../ui/dialog.tsx';
import { DraftList, type DraftListProps } from './draft-list.tsx';

export type DraftsDialogProps = Pick<DraftListProps, 'submission' | 'flush'> & {
  isOpen: boolean;
  onClose: () => void;
};

/** The member's drafts over the page, beside what they write. */
export function DraftsDialog({ submission, flush, isOpen, onClose }: DraftsDialogProps): ReactNode {
  const t = useTranslations('composer');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t('drafts')}
    >
      <DraftList submission={submission} flush={flush} isShown={isOpen} onChosen={onClose} />
    </Dialog>
  );
}
