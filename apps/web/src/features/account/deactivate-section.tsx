'use client';

import { DeactivateInput } from '@dailyfeed/contract/account';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { useSendForm } from '../../lib/use-send-form.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { FieldForm } from '../../ui/field-form.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';

/** The way out, and the way back. */
export function DeactivateSection({ hasPassword }: { hasPassword: boolean }): ReactNode {
  const t = useTranslations('account');
  const titleId = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {t('deactivateTitle')}
      </h2>
      <p className="mt-0.5 mb-5 max-w-text text-s text-ink-3">{t('deactivateText')}</p>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t('deactivate')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title={t('deactivateAsk')}>
        <DeactivateForm hasPassword={hasPassword} />
      </Dialog>
    </section>
  );
}

function DeactivateForm({ hasPassword }: { hasPassword: boolean }): ReactNode {
  const t = useTranslations('account');
  const session = useSessionActions();
  const { mutateAsync } = useMutation(useApi().member.account.deactivate.mutationOptions());
  const { form, submit, isBusy, failure } = useSendForm({
    schema: DeactivateInput,
    defaultValues: hasPassword ? { password: '' } : {},
    send: async (values) => {
      await mutateAsync(values);
      // The sessions have ended; this tells this page and the other tabs. Where it fails, the account is deactivated all
      // the same, and they find out by what they ask next.
      await session.logOut().catch(() => undefined);
    },
    onSent: () => toast.success(t('deactivated')),
  });
  return (
    <FieldForm
      onSubmit={submit}
      failure={failure}
      action={
        <DialogActions>
          <Button type="submit" look="danger" isBusy={isBusy}>
            {t('deactivateConfirm')}
          </Button>
        </DialogActions>
      }
    >
      <ul className="grid list-disc gap-1.5 ps-5 text-ink-2">
        <li>{t('deactivateStepHide')}</li>
        <li>{t('deactivateStepBack')}</li>
        <li>{t('deactivateStepErase')}</li>
      </ul>
      {hasPassword ? (
        <TextField
          {...form.register('password')}
          label={t('currentPassword')}
          type="password"
          autoComplete="current-password"
          required
          error={form.formState.errors.password?.message}
        />
      ) : (
        <p className="text-s text-ink-3">{t('deactivateFresh')}</p>
      )}
    </FieldForm>
  );
}
