'use client';

import type { Session } from '@dailyfeed/contract/session';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef, useState } from 'react';

import { useApi } from '../../lib/api.ts';
import { RowSkeletons } from '../../ui/row-skeletons.tsx';
import { QueryError } from '../../ui/state.tsx';
import { EndSessionDialog } from './end-session-dialog.tsx';
import { LogOutEverywhere } from './log-out-everywhere.tsx';
import { SessionRow } from './session-row.tsx';

/** Where the member is logged in, this browser first. There is always one: it asks. */
export function SessionList(): ReactNode {
  const t = useTranslations('session');
  const sessions = useQuery(useApi().member.session.list.queryOptions(undefined, { staleTime: 0 }));
  const [isAsking, setAsking] = useState(false);
  // Kept while the dialog closes, so that its words do not vanish before it does.
  const [chosen, setChosen] = useState<Session | null>(null);
  const list = useRef<HTMLUListElement>(null);

  if (sessions.isPending) return <SessionsSkeleton />;
  if (sessions.data === undefined) return <QueryError query={sessions} />;
  return (
    <>
      <p className="border-b border-line px-4 py-4 text-s text-ink-2 tablet:px-5">{t('intro')}</p>
      <ul ref={list} tabIndex={-1} aria-label={t('list')} className="outline-none">
        {sessions.data.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            onEnd={() => {
              setChosen(session);
              setAsking(true);
            }}
          />
        ))}
      </ul>
      <LogOutEverywhere />
      {chosen && (
        <EndSessionDialog
          session={chosen}
          isOpen={isAsking}
          onClose={() => setAsking(false)}
          list={list}
        />
      )}
    </>
  );
}

export function SessionsSkeleton(): ReactNode {
  return <RowSkeletons count={3} />;
}
