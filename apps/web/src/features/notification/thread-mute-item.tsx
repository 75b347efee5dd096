'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell, BellOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { MenuItem } from '../../ui/menu.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useWish } from './use-wish.ts';

/** In a menu: to hear no more of a post and its comments, or to hear of them again. */
export function ThreadMuteItem({ postId }: { postId: string }): ReactNode {
  const t = useTranslations('notification');
  const api = useApi();
  const { notification } = useApiClient().activity;
  const queryClient = useQueryClient();
  const options = api.activity.notification.threadMute.queryOptions({ postId });
  // Asked for when the menu opens: nobody waits for it in a feed.
  const { data } = useQuery(options);
  const setMuted = useWish({
    queryKey: options.queryKey,
    send: (muted) =>
      (muted ? notification.muteThread : notification.unmuteThread).mutate({ postId }),
    toState: (muted) => ({ muted }),
    onDone: (muted) => {
      toast.success(t(muted ? 'threadMuted' : 'threadUnmuted'));
      // Its rows are gone with the next visit; what is being read does not move.
      void queryClient.invalidateQueries({
        queryKey: api.activity.notification.list.infiniteQueryKey(),
        refetchType: 'none',
      });
    },
  });
  const isMuted = data?.muted === true;
  return (
    <MenuItem
      icon={isMuted ? <Bell aria-hidden="true" /> : <BellOff aria-hidden="true" />}
      // What it says may be asked for where it is not known how it stands, too: either is idempotent.
      onSelect={() => setMuted(!isMuted)}
    >
      {t(isMuted ? 'threadUnmute' : 'threadMute')}
    </MenuItem>
  );
}
