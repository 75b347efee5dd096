'use client';

import type { Profile } from '@dailyfeed/contract/member';
import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useSession } from '../../lib/session.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Says why there is nothing more to see of a member; `waiting` while it is not known whether there is. */
export function RestrictedNote(props: { profile: Profile; waiting: ReactNode }): ReactNode {
  const { profile, waiting } = props;
  const t = useTranslations('profile');
  const { likely } = useSession();
  // As a visitor sees it; a member perhaps sees more in a moment.
  if (profile.relation === null && likely === 'member') return waiting;
  const name = profile.displayName;
  return profile.visibility === 'PRIVATE' ? (
    <EmptyState icon={<Lock />} title={t('restrictedPrivateTitle')}>
      {t('restrictedPrivateText', { name })}
    </EmptyState>
  ) : (
    <EmptyState icon={<Lock />} title={t('restrictedFollowersTitle')}>
      {t('restrictedFollowersText', { name })}
    </EmptyState>
  );
}
