'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { AlertDialog } from '../../ui/dialog.tsx';
import { type Named, useRelation } from './use-relation.ts';

/** Says what a block does before it is done. */
export function BlockDialog(props: {
  member: Named;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { member, isOpen, onClose } = props;
  const t = useTranslations('relation');
  const { act, isPending } = useRelation(member, onClose);
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t('blockTitle', { name: member.displayName })}
      description={t('blockText')}
      action={t('block')}
      onAction={() => act({ kind: 'block' })}
      isBusy={isPending}
    />
  );
}
