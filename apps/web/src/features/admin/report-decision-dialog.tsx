'use client';

import type { ModerationActionKind, ReportedSubject } from '@dailyfeed/contract/report';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextAreaField } from '../../ui/text-area-field.tsx';
import { useReportDecision } from './use-report-decision.ts';

const noteMax = 500;

/** Asks once more, and why, before something is decided. */
export function ReportDecisionDialog(props: {
  subject: ReportedSubject;
  action: ModerationActionKind;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { subject, action, isOpen, onClose } = props;
  const t = useTranslations('moderation');
  const [note, setNote] = useState('');
  const decide = useReportDecision(subject);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t(`${action}Title`)}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // The second press of a double one finds it closed.
          if (!isOpen) return;
          decide({ action, note });
          onClose();
        }}
        className="grid gap-5"
      >
        <p className="text-ink-2">{t(`${action}Text`)}</p>
        <TextAreaField
          label={t('note')}
          hint={t('noteHint')}
          isOptional
          maxLength={noteMax}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button
          type="submit"
          look={action === 'remove' ? 'danger' : 'primary'}
          className="justify-self-end"
        >
          {t(action)}
        </Button>
      </form>
    </Dialog>
  );
}
