'use client';

import type { ModerationActionKind, ReportedSubject } from '@dailyfeed/contract/report';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, use, useState } from 'react';

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextAreaField } from '../../ui/text-area-field.tsx';
import { useReportDecision } from './use-report-decision.ts';

const noteMax = 500;

/** What was written beside decisions, by what they are about: a row that goes and comes back finds its own again. */
export const DecisionNotesContext = createContext(new Map<string, string>());

/** Asks once more, and why, before something is decided. */
export function ReportDecisionDialog(props: {
  subject: ReportedSubject;
  /** Of its text as it was when the dialog was opened; behind it another may take its place. */
  version: number | null;
  action: ModerationActionKind;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { subject, version, action, isOpen, onClose } = props;
  const t = useTranslations('moderation');
  const notes = use(DecisionNotesContext);
  const [note, setNote] = useState(notes.get(subject.id) ?? '');
  const decide = useReportDecision(subject, () => notes.delete(subject.id));
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
          decide({ action, note, version });
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
          onChange={({ target }) => {
            notes.set(subject.id, target.value);
            setNote(target.value);
          }}
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
