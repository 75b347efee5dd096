import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../features/auth/member-only.tsx';
import { NotificationHeader } from '../../../features/notification/notification-header.tsx';
import { NotificationList } from '../../../features/notification/notification-list.tsx';
import { NotificationSkeleton } from '../../../features/notification/notification-skeleton.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notification');
  return { title: t('title'), robots: { index: false } };
}

export default function NotificationsPage() {
  return (
    <div>
      <NotificationHeader />
      <MemberOnly fallback={<NotificationSkeleton />}>
        <NotificationList />
      </MemberOnly>
    </div>
  );
}
