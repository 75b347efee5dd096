'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { SkipToPosts } from './skip-to-posts.tsx';

/** The feeds to choose from; a visitor's home is what is popular. */
export function FeedHeader({ title }: { title: string }): ReactNode {
  const t = useTranslations('feed');
  const isVisitor = useSession().likely === 'anonymous';
  return (
    <>
      <SkipToPosts />
      <PageHeader title={title} heading="hidden">
        <LinkTabs
          label={t('tabs')}
          tabs={[
            ...(isVisitor
              ? [{ href: routes.home(), alias: routes.popular(), label: t('popular') }]
              : [
                  { href: routes.home(), label: t('following') },
                  { href: routes.popular(), label: t('popular') },
                ]),
            { href: routes.recent(), label: t('recent') },
            { href: routes.discussed(), label: t('discussed') },
          ]}
        />
      </PageHeader>
    </>
  );
}
