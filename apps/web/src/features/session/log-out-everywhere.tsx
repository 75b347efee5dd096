'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { Button } from '../../ui/button.tsx';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';

/** Ends every session of the member after asking. The page they are on leads to the log-in then. */
export function LogOutEverywhere(): ReactNode {
  const t = useTranslations('session');
  const errorText = useErrorText();
  const session = useSessionActions();
  const [isAsking, setAsking] = useState(false);
  const { mutate, isPending } = useMutation({
    mutationFn: () => session.logOutEverywhere(),
    onSuccess: () => toast.success(t('loggedOut')),
    onError: (error) => toast.error(errorText(error)),
  });
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-5 tablet:px-5">
      <p className="text-s text-ink-2">{t('everywhereText')}</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('everywhere')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={(willBeOpen) => {
          if (!isPending) setAsking(willBeOpen);
        }}
        title={t('everywhereTitle')}
        description={t('everywhereDescription')}
        action={t('everywhereConfirm')}
        onAction={() => mutate()}
        isBusy={isPending}
      />
    </div>
  );
}
