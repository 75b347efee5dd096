'use client';

import { NotebookPen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { DraftsDialogProps } from './drafts-dialog.tsx';

const loadDialog = async () => (await import('./drafts-dialog.tsx')).DraftsDialog;

/** Leads to what the member has begun to write, here or on another device. */
export function DraftsButton(props: Pick<DraftsDialogProps, 'submission' | 'flush'>): ReactNode {
  const t = useTranslations('composer');
  const { Part: DraftsDialog, withPart } = usePart(loadDialog);
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');
  return (
    <>
      <IconButton
        label={t('drafts')}
        aria-haspopup="dialog"
        onClick={() => withPart(() => setStep('open'))}
      >
        <NotebookPen aria-hidden="true" className="size-4.5" />
      </IconButton>
      {step !== 'unused' && DraftsDialog && (
        <DraftsDialog {...props} isOpen={step === 'open'} onClose={() => setStep('closed')} />
      )}
    </>
  );
}
