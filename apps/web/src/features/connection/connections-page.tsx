import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { MemberOnly } from '../auth/member-only.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';
import { PageHeader } from '../shell/page-header.tsx';

/** A page of the members one is tied to: followers, followings, who asks to follow. */
export function ConnectionsPage({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('connection');
  return (
    <>
      <PageHeader title={t('title')} leading="back">
        <LinkTabs
          label={t('lists')}
          tabs={[
            { href: routes.connections(), label: t('followers') },
            { href: routes.connectionsFollowing(), label: t('following') },
            { href: routes.followRequests(), label: t('requests') },
          ]}
        />
      </PageHeader>
      <MemberOnly fallback={<FollowListSkeleton />}>{children}</MemberOnly>
    </>
  );
}
