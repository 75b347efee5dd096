'use client';

import { type AdminMember, DisableInput } from '@dailyfeed/contract/admin';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { useSendForm } from '../../lib/use-send-form.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FieldForm } from '../../ui/field-form.tsx';
import { TextAreaField } from '../../ui/text-area-field.tsx';
import { toast } from '../../ui/toaster.tsx';

type DisableProps = { member: AdminMember; onClose: () => void; onDone: () => void };

/** Asks why before somebody is disabled. */
export function DisableDialog(props: DisableProps & { isOpen: boolean }): ReactNode {
  const t = useTranslations('admin');
  return (
    <Dialog
      isOpen={props.isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) props.onClose();
      }}
      title={t('disableTitle', { handle: props.member.handle })}
    >
      <DisableForm {...props} />
    </Dialog>
  );
}

function DisableForm({ member, onClose, onDone }: DisableProps): ReactNode {
  const t = useTranslations('admin');
  const { mutateAsync } = useMutation(useApi().member.admin.disable.mutationOptions());
  const { form, submit, isBusy, failure } = useSendForm({
    schema: DisableInput,
    defaultValues: { memberId: member.id, reason: '' },
    send: async (values) => {
      await mutateAsync(values);
    },
    onSent: () => {
      toast.success(t('disabledDone', { handle: member.handle }));
      onClose();
      onDone();
    },
  });
  return (
    <FieldForm
      onSubmit={submit}
      failure={failure}
      action={
        <DialogActions>
          <Button type="submit" look="danger" isBusy={isBusy}>
            {t('disable')}
          </Button>
        </DialogActions>
      }
    >
      <p className="text-ink-2">{t('disableText')}</p>
      <TextAreaField
        {...form.register('reason')}
        label={t('reason')}
        hint={t('reasonHint')}
        required
        error={form.formState.errors.reason?.message}
      />
    </FieldForm>
  );
}
