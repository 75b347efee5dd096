'use client';

import type { Device, Place, Session } from '@dailyfeed/contract/session';
import { AppWindow, type LucideIcon, Monitor, Smartphone, Tablet } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useDeviceName } from './use-device-name.ts';

const icons: Record<Device['kind'], LucideIcon> = {
  phone: Smartphone,
  tablet: Tablet,
  computer: Monitor,
  other: AppWindow,
};

export function SessionRow(props: { session: Session; onEnd: () => void }): ReactNode {
  const { session, onEnd } = props;
  const t = useTranslations('session');
  const deviceName = useDeviceName();
  const placeName = ({ city, country }: Place): string =>
    city !== null && country !== null ? t('placeOf', { city, country }) : (city ?? country ?? '');
  const Icon = icons[session.device.kind];
  const name = deviceName(session.device);
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <span className="grid size-8 flex-none place-items-center rounded-full bg-sunken text-ink-2">
        <Icon aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 font-semibold">
          <span title={session.userAgent}>{name}</span>
          {session.current && <span className="text-s text-accent">{t('thisDevice')}</span>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-s text-ink-3">
          {session.place && <span>{placeName(session.place)}</span>}
          <span>{session.address || t('unknownAddress')}</span>
        </p>
        <p className="flex flex-wrap gap-x-3 text-s text-ink-3">
          <span>
            {t.rich('lastSeen', {
              time: () => <RelativeTime form="sentence" time={session.lastSeenAt} />,
            })}
          </span>
          <span>
            {t.rich('since', {
              time: () => <RelativeTime form="sentence" time={session.createdAt} />,
            })}
          </span>
        </p>
      </div>
      {!session.current && (
        <Button look="quiet" size="s" aria-label={t('endOf', { device: name })} onClick={onEnd}>
          {t('end')}
        </Button>
      )}
    </li>
  );
}
