import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { ConnectionsPage } from '../../../../features/connection/connections-page.tsx';
import { RequestList } from '../../../../features/connection/request-list.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connection');
  return { title: t('requests'), robots: { index: false } };
}

export default function RequestsPage() {
  return (
    <ConnectionsPage>
      <RequestList />
    </ConnectionsPage>
  );
}
