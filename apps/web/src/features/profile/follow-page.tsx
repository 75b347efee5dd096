import type { FollowPage as Follows, Profile } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { LinkTabs } from '../../ui/link-tabs.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { FollowList, type FollowSide } from './follow-list.tsx';

/** A page of members under the name of the one they belong to. */
export function FollowPage(props: {
  side: FollowSide;
  handle: string;
  profile: Profile | undefined;
  /** The first of them as the server saw them for a visitor. */
  follows: Follows | undefined;
}): ReactNode {
  const { side, handle, profile, follows } = props;
  const t = useTranslations('profile');
  return (
    <div>
      <PageHeader
        title={profile?.displayName ?? `@${handle}`}
        leading="back"
        {...(profile && { note: `@${profile.handle}` })}
      >
        <LinkTabs
          label={t('lists')}
          tabs={[
            { href: routes.followers(handle), label: t('followers') },
            { href: routes.following(handle), label: t('following') },
          ]}
        />
      </PageHeader>
      <FollowList side={side} handle={handle} initialProfile={profile} initial={follows} />
    </div>
  );
}
