'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { MemberOnly } from '../auth/member-only.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageHeader } from '../shell/page-header.tsx';

/** The pages of the admins; for anybody else there is nothing here. */
export function AdminOnly({ children }: { children: ReactNode }): ReactNode {
  return (
    <MemberOnly fallback={<FollowListSkeleton />}>
      <AdminPage>{children}</AdminPage>
    </MemberOnly>
  );
}

function AdminPage({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('admin');
  const me = useMe();
  if (!me) return <FollowListSkeleton />;
  if (!me.roles.includes('ADMIN')) return <NotFound />;
  return (
    <>
      <PageHeader title={t('title')} leading="back">
        <LinkTabs
          label={t('title')}
          tabs={[
            { href: routes.adminMembers(), label: t('members') },
            { href: routes.adminReports(), label: t('reports') },
            { href: routes.adminLog(), label: t('log') },
            { href: routes.adminDeadLetters(), label: t('deadLetters') },
          ]}
        />
      </PageHeader>
      {children}
    </>
  );
}
