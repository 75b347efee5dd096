import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ConnectionsPage } from '../../../../features/connection/connections-page.tsx';
import { MyFollows } from '../../../../features/connection/my-follows.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connection');
  return { title: t('following'), robots: { index: false } };
}

export default function FollowingPage() {
  return (
    <ConnectionsPage>
      <MyFollows side="following" />
    </ConnectionsPage>
  );
}
