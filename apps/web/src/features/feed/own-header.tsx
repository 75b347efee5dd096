'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { SkipToPosts } from './skip-to-posts.tsx';

/** Above what is the member's own: posts, bookmarks, drafts. */
export function OwnHeader(props: { title: string; hasPosts?: boolean }): ReactNode {
  const { title, hasPosts = true } = props;
  const t = useTranslations('feed');
  return (
    <>
      {hasPosts && <SkipToPosts />}
      <PageHeader title={title} heading="hidden">
        <LinkTabs
          label={t('ownTabs')}
          tabs={[
            { href: routes.mine(), label: t('mine') },
            { href: routes.bookmarks(), label: t('bookmarks') },
            { href: routes.drafts(), label: t('drafts') },
          ]}
        />
      </PageHeader>
    </>
  );
}
