'use client';

import type { Profile } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { LinkTabs } from '../../ui/link-tabs.tsx';

/** What a member has written, and, for themselves alone, what they like. */
export function ProfileTabs({ profile }: { profile: Profile }): ReactNode {
  const t = useTranslations('profile');
  const { handle } = profile;
  const isSelf = useMe()?.id === profile.id;
  return (
    <div className="border-b border-line">
      <LinkTabs
        label={t('tabs')}
        scroll="stay"
        tabs={[
          { href: routes.profile(handle), label: t('posts') },
          { href: routes.replies(handle), label: t('comments') },
          { href: routes.media(handle), label: t('media') },
          ...(isSelf ? [{ href: routes.likes(handle), label: t('likes') }] : []),
        ]}
      />
    </div>
  );
}
