'use client';

import type { Session } from '@dailyfeed/contract/session';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { replaceIn, whereChanged } from '../../lib/map-items.ts';
import { useRemovalFailure } from '../../lib/use-removal-failure.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useDeviceName } from './use-device-name.ts';

export function EndSessionDialog(props: {
  session: Session;
  isOpen: boolean;
  onClose: () => void;
  /** Where a reader goes on whose session is no longer in it. */
  list: RefObject<HTMLElement | null>;
}): ReactNode {
  const { session, isOpen, onClose, list: sessionList } = props;
  const t = useTranslations('session');
  const deviceName = useDeviceName();
  const queries = useQueryClient();
  const { list, revoke } = useApi().member.session;
  const [endedId, setEndedId] = useState<string | null>(null);

  function finish(): void {
    toast.success(t('ended'));
    setEndedId(session.id);
    onClose();
    queries.setQueryData(
      list.queryKey(),
      whereChanged((sessions: Session[]) =>
        replaceIn(sessions, (each) => (each.id === session.id ? null : each)),
      ),
    );
  }

  const { mutate, isPending } = useMutation(
    revoke.mutationOptions({
      onSuccess: finish,
      onError: useRemovalFailure('SESSION_NOT_FOUND', finish),
    }),
  );

  return (
    <AlertDialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen && !isPending) onClose();
      }}
      title={t('endTitle')}
      description={t('endText', { device: deviceName(session.device) })}
      action={t('endConfirm')}
      onAction={() => mutate({ id: session.id })}
      isBusy={isPending}
      finalFocus={() => (endedId === session.id ? sessionList.current : null)}
    />
  );
}
