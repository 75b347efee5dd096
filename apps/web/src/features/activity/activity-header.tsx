'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';

/** The two parts of `/activity`: one's own story, and that of the people one follows. */
export function ActivityHeader({ title }: { title: string }): ReactNode {
  const t = useTranslations('activity');
  return (
    <PageHeader title={title} heading="hidden">
      <LinkTabs
        label={t('tabs')}
        tabs={[
          { href: routes.activity(), label: t('mine') },
          { href: routes.followingActivity(), label: t('following') },
        ]}
      />
    </PageHeader>
  );
}
