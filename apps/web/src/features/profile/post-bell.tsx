'use client';

import type { MemberSummary } from '@dailyfeed/contract/member';
import { useQuery } from '@tanstack/react-query';
import { Bell, BellRing } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useWish } from '../notification/use-wish.ts';

/** Asks to hear of each post of a member one follows; it ends with the follow. */
export function PostBell(props: { member: Pick<MemberSummary, 'id' | 'displayName'> }): ReactNode {
  const { id: memberId, displayName: name } = props.member;
  const t = useTranslations('profile');
  const { notification } = useApiClient().activity;
  const isMember = useSession().state === 'member';
  // Not remembered over an unfollow, which ends it.
  const options = useApi().activity.notification.subscription.queryOptions(
    { memberId },
    { gcTime: 0, enabled: isMember },
  );
  const { data, isError } = useQuery(options);
  const setSubscribed = useWish({
    queryKey: options.queryKey,
    send: (subscribed) =>
      (subscribed ? notification.subscribe : notification.unsubscribe).mutate({ memberId }),
    toState: (subscribed) => ({ subscribed }),
    onDone: (subscribed) => toast.success(t(subscribed ? 'bellOn' : 'bellOff', { name })),
  });
  const isOn = data?.subscribed === true;
  return (
    <IconButton
      label={t('bell', { name })}
      aria-pressed={isOn}
      onClick={() => setSubscribed(!isOn)}
      className={cx(data === undefined && !isError && 'invisible', isOn && 'text-accent!')}
    >
      {isOn ? (
        <BellRing aria-hidden="true" className="size-5 fill-current" />
      ) : (
        <Bell aria-hidden="true" className="size-5" />
      )}
    </IconButton>
  );
}
