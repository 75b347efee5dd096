'use client';

import type { LinkedProvider, Provider } from '@dailyfeed/contract/provider';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toaster.tsx';
import { UnlinkDialog } from './unlink-dialog.tsx';

export type ProviderRowProps = {
  provider: Provider;
  linked: LinkedProvider | undefined;
  isOnlyWay: boolean;
  /** What to do about the only way. */
  only: string;
};

export function ProviderRow(props: ProviderRowProps): ReactNode {
  const { provider, linked } = props;
  const { name } = provider;
  const t = useTranslations('provider');
  const isStuck = linked !== undefined && props.isOnlyWay;
  return (
    <li>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-semibold">{name}</p>
          <p className="text-s wrap-anywhere text-ink-3">
            {linked ? (linked.email ?? t('linked')) : t('notLinked')}
          </p>
        </div>
        {linked ? !isStuck && <Unlink provider={provider} /> : <LinkButton provider={provider} />}
      </div>
      {isStuck && <p className="mt-1 max-w-text text-s text-ink-2">{props.only}</p>}
    </li>
  );
}

/** Leaves for the provider, by an address that is good once. */
function LinkButton({ provider }: { provider: Provider }): ReactNode {
  const t = useTranslations('provider');
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation(
    useApi().member.auth.link.mutationOptions({
      onSuccess: ({ path }) => location.assign(path),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <Button
      look="quiet"
      className="min-h-11"
      aria-label={t('linkName', { name: provider.name })}
      isBusy={isPending}
      onClick={() => mutate({ provider: provider.id })}
    >
      {t('link')}
    </Button>
  );
}

function Unlink({ provider }: { provider: Provider }): ReactNode {
  const t = useTranslations('provider');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        className="min-h-11"
        aria-label={t('unlinkName', { name: provider.name })}
        onClick={() => setOpen(true)}
      >
        {t('unlink')}
      </Button>
      <UnlinkDialog provider={provider} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
