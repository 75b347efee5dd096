'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { SkipToPosts } from './skip-to-posts.tsx';

/** Above what is the member's own: posts, likes, bookmarks. */
export function OwnHeader({ title }: { title: string }): ReactNode {
  const t = useTranslations('feed');
  const me = useMe();
  return (
    <>
      <SkipToPosts />
      <PageHeader title={title} heading="hidden">
        <LinkTabs
          label={t('ownTabs')}
          tabs={[
            { href: routes.mine(), label: t('mine') },
            ...(me ? [{ href: routes.likes(me.handle), label: t('liked') }] : []),
            { href: routes.bookmarks(), label: t('bookmarks') },
          ]}
        />
      </PageHeader>
    </>
  );
}
