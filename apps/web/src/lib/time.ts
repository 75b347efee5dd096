'use client';

import { useLocale, useNow, useTimeZone } from 'next-intl';
import { useSyncExternalStore } from 'react';

import type { TimeContext } from './format.ts';

const tickMs = 30_000;

/**
 * Language, zone and present of the reader. The server's view is kept through hydration and then replaced by the
 * browser's, so that both draw the same text first. Ages move on by themselves.
 */
export function useTimeContext(): TimeContext {
  const locale = useLocale();
  const serverNow = useNow().getTime();
  const serverZone = useTimeZone() ?? 'UTC';
  const timeZone = useSyncExternalStore(subscribeToNothing, readZone, () => serverZone);
  const now = useSyncExternalStore(subscribeToTicks, readNow, () => serverNow);
  return { locale, timeZone, now: new Date(now) };
}

function subscribeToTicks(listener: () => void): () => void {
  const timer = setInterval(listener, tickMs);
  return () => clearInterval(timer);
}

// Equal between two ticks, as React asks of a snapshot.
function readNow(): number {
  return Math.floor(Date.now() / tickMs) * tickMs;
}

function subscribeToNothing(): () => void {
  return () => undefined;
}

function readZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
