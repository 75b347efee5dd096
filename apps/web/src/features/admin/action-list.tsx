'use client';

import type { AdminAction } from '@dailyfeed/contract/admin';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { FoundList, foundOptions } from './found-list.tsx';

const pageSize = 30;

/** Who did what to whose account, and why; the latest first. */
export function ActionList(): ReactNode {
  const t = useTranslations('admin');
  const query = useInfiniteQuery(
    useApi().member.admin.actions.infiniteQueryOptions({ limit: pageSize }, foundOptions),
  );
  return (
    <FoundList
      query={query}
      label={t('log')}
      empty={{ icon: <ScrollText />, title: t('noLog'), text: t('noLogText') }}
    >
      {(action) => <ActionRow action={action} />}
    </FoundList>
  );
}

function ActionRow({ action }: { action: AdminAction }): ReactNode {
  const t = useTranslations('admin');
  const { kind, actor, member, reason, createdAt } = action;
  return (
    <li className="border-b border-line px-4 py-4 tablet:px-5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-semibold wrap-anywhere">
          {t(kind, {
            actor: actor ? `@${actor.handle}` : t('operators'),
            member: member.handle,
          })}
        </span>
        <RelativeTime time={createdAt} className="text-s whitespace-nowrap text-ink-3" />
      </p>
      {reason !== '' && <p className="text-ink-2 wrap-anywhere">{reason}</p>}
    </li>
  );
}
