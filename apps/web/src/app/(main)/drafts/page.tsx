import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { MemberOnly } from '../../../features/auth/member-only.tsx';
import { DraftDeskSkeleton } from '../../../features/composer/draft-desk-skeleton.tsx';
import { DraftDesk } from '../../../features/composer/draft-desk.tsx';
import { OwnHeader } from '../../../features/feed/own-header.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('composer');
  return { title: t('drafts'), robots: { index: false } };
}

export default async function DraftsPage() {
  const t = await getTranslations('composer');
  return (
    <div>
      <OwnHeader title={t('drafts')} hasPosts={false} />
      <MemberOnly fallback={<DraftDeskSkeleton />}>
        <DraftDesk />
      </MemberOnly>
    </div>
  );
}
