'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { useApi } from '../../lib/api.ts';
import { moveFocusToContent } from '../../lib/move-focus.ts';
import { useSession } from '../../lib/session.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type Named, useRelation } from './use-relation.ts';

/**
 * In the place of a profile that cannot be seen: to whom has blocked its member, that this is why, and the way back.
 * `pending` stands there until it is known, `otherwise` for everybody else.
 */
export function BlockedProfile(props: {
  handle: string;
  pending: ReactNode;
  otherwise: ReactNode;
}): ReactNode {
  const { state } = useSession();
  const query = useQuery(
    useApi().member.block.byHandle.queryOptions(
      { handle: props.handle },
      { enabled: state === 'member', staleTime: 0 },
    ),
  );
  if (state === 'member' && query.isPending) return props.pending;
  if (state !== 'member' || !query.data) return props.otherwise;
  return <Blocked member={query.data} />;
}

function Blocked({ member }: { member: Named }): ReactNode {
  const t = useTranslations('relation');
  const button = useRef<HTMLButtonElement>(null);
  // The profile takes this place.
  const { act, isPending } = useRelation(member, () => moveFocusToContent(button.current));
  const name = member.displayName;
  return (
    <EmptyState icon={<Ban />} title={t('blockedTitle', { name })}>
      <p>{t('blockedText')}</p>
      <Button
        ref={button}
        look="quiet"
        className="mt-4"
        isBusy={isPending}
        aria-label={t('unblockName', { name })}
        onClick={() => act({ kind: 'unblock' })}
      >
        {t('unblock')}
      </Button>
    </EmptyState>
  );
}
