'use client';

import type { Provider } from '@dailyfeed/contract/provider';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';

export function UnlinkDialog(props: {
  provider: Provider;
  isOpen: boolean;
  onClose: () => void;
}): ReactNode {
  const { provider, isOpen, onClose } = props;
  const { name } = provider;
  const t = useTranslations('provider');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const { unlink, providers } = useApi().member.auth;
  const { mutate, isPending } = useMutation(
    unlink.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(providers.queryFilter());
        toast.success(t('unlinked', { name }));
        onClose();
      },
      onError: (error) => {
        toast.error(errorText(error));
        onClose();
      },
    }),
  );
  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t('unlinkTitle', { name })}
      description={t('unlinkText')}
      action={t('unlink')}
      onAction={() => mutate({ provider: provider.id })}
      isBusy={isPending}
    />
  );
}
