'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { SkipToPosts } from './skip-to-posts.tsx';

/** A member chooses between two feeds; for a visitor there is one. */
export function FeedHeader({ title }: { title: string }): ReactNode {
  const t = useTranslations('feed');
  if (useSession().likely === 'anonymous') return <PageHeader title={t('recentTitle')} />;
  return (
    <>
      <SkipToPosts />
      <PageHeader title={title} heading="hidden">
        <LinkTabs
          label={t('tabs')}
          tabs={[
            { href: routes.home(), label: t('following') },
            { href: routes.recent(), label: t('recent') },
          ]}
        />
      </PageHeader>
    </>
  );
}
