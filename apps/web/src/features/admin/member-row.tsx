'use client';

import type { AdminMember } from '@dailyfeed/contract/admin';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { toast } from '../../ui/toaster.tsx';
import { DisableDialog } from './disable-dialog.tsx';

/** One member, and what can be done about them. */
export function MemberRow({ member }: { member: AdminMember }): ReactNode {
  const t = useTranslations('admin');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const me = useMe();
  const { admin } = useApi().member;
  const [isAsking, setAsking] = useState(false);
  const { handle } = member;
  const refresh = (): void => {
    void queries.invalidateQueries({ queryKey: admin.pathKey() });
  };
  const enable = useMutation(
    admin.enable.mutationOptions({
      onSuccess: () => {
        toast.success(t('enabledDone', { handle }));
        refresh();
      },
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={routes.profile(handle)}
            prefetch={false}
            className="font-semibold wrap-anywhere underline-offset-2 hover:underline"
          >
            {member.displayName}
          </Link>
          <span className="text-s text-ink-3">@{handle}</span>
          {member.roles.includes('ADMIN') && (
            <span className="text-s font-[650] text-accent">{t('admin')}</span>
          )}
          {member.state !== 'active' && (
            <span className="text-s font-[650] text-danger">{t(member.state)}</span>
          )}
        </p>
        <p className="text-s wrap-anywhere text-ink-2">
          {member.email}
          {!member.emailVerified && <span className="text-ink-3"> ({t('unverified')})</span>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-s text-ink-3">
          <span>
            {t('joined')} <RelativeTime form="sentence" time={member.joinedAt} />
          </span>
          {member.lastSeenAt !== null && (
            <span>
              {t('seen')} <RelativeTime form="sentence" time={member.lastSeenAt} />
            </span>
          )}
        </p>
      </div>
      {member.state === 'disabled' ? (
        <Button
          look="quiet"
          size="s"
          isBusy={enable.isPending}
          aria-label={`${t('enable')}: @${handle}`}
          onClick={() => enable.mutate({ memberId: member.id })}
        >
          {t('enable')}
        </Button>
      ) : (
        member.id !== me?.id && (
          <Button
            look="danger"
            size="s"
            aria-label={`${t('disable')}: @${handle}`}
            onClick={() => setAsking(true)}
          >
            {t('disable')}
          </Button>
        )
      )}
      <DisableDialog
        member={member}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onDone={refresh}
      />
    </li>
  );
}
