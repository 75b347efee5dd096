'use client';

import type { Device } from '@dailyfeed/contract/session';
import { useTranslations } from 'next-intl';

/** "Safari on iOS", or as much of it as is known. */
export function useDeviceName(): (device: Device) => string {
  const t = useTranslations('session');
  return ({ kind, os, browser }) => {
    if (browser !== null && os !== null) return t('deviceOf', { browser, os });
    return browser ?? os ?? t(`kind.${kind}`);
  };
}
