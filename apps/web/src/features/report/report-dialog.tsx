'use client';

import { type ReportReason, ReportReason as Reasons } from '@dailyfeed/contract/report';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { TextAreaField } from '../../ui/text-area-field.tsx';
import { toast } from '../../ui/toaster.tsx';

const noteMax = 500;

/** Tells the admins what is wrong with a post or a comment. What was chosen stays when it could not be sent. */
export function ReportDialog(props: {
  subject: { kind: 'post' | 'comment'; id: string };
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { subject, isOpen, onClose } = props;
  const t = useTranslations('report');
  const client = useApiClient();
  const errorText = useErrorText();
  const name = useId();
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [note, setNote] = useState('');

  const { mutate, isPending, error } = useMutation({
    mutationFn: (chosen: ReportReason) =>
      client.content[subject.kind].report.mutate({ id: subject.id, reason: chosen, note }),
    networkMode: 'always',
    onSuccess: () => {
      toast.success(t('sent'));
      onClose();
    },
  });

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t(subject.kind === 'post' ? 'postTitle' : 'commentTitle')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason !== null && !isPending) mutate(reason);
        }}
        className="flex flex-col gap-4"
      >
        <fieldset>
          <legend className="mb-1 font-semibold">{t('reason')}</legend>
          {Reasons.options.map((option) => (
            <label
              key={option}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-2 px-2 hover:bg-sunken"
            >
              <input
                type="radio"
                name={name}
                checked={reason === option}
                onChange={() => setReason(option)}
                className="size-4.5 accent-accent"
              />
              {t(option)}
            </label>
          ))}
        </fieldset>
        <TextAreaField
          label={t('note')}
          isOptional
          maxLength={noteMax}
          rows={3}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <p role="alert" className="text-s text-danger empty:hidden">
          {error && errorText(error)}
        </p>
        <DialogActions>
          <Button type="submit" disabled={reason === null} isBusy={isPending}>
            {t('send')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
