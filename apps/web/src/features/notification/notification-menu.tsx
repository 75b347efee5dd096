'use client';

import { useQuery } from '@tanstack/react-query';
import { BellOff, Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ThreadMuteItem } from './thread-mute-item.tsx';

/** What can be done about a notification of a post: to hear no more of it. */
export function NotificationMenu({ postId }: { postId: string }): ReactNode {
  const t = useTranslations('notification');
  return (
    <span className="relative z-10 -my-2 -me-2 inline-flex items-center">
      <MutedMark postId={postId} />
      <Menu
        trigger={
          <IconButton label={t('menu')} className="text-ink-2">
            <Ellipsis aria-hidden="true" className="size-5" />
          </IconButton>
        }
      >
        <ThreadMuteItem postId={postId} />
      </Menu>
    </span>
  );
}

/** Shown where it is known already: a row of a muted conversation stays until the next visit. */
function MutedMark({ postId }: { postId: string }): ReactNode {
  const t = useTranslations('notification');
  const options = useApi().activity.notification.threadMute.queryOptions({ postId });
  const { data } = useQuery({ ...options, enabled: false });
  if (data?.muted !== true) return null;
  return <BellOff aria-label={t('threadIsMuted')} className="size-4 text-ink-2" />;
}
