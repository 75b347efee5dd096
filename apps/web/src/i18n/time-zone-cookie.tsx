'use client';

import { useEffect } from 'react';

import { writePreference } from '../lib/cookie.ts';
import { timeZoneCookie } from './language.ts';

/** Tells the server the reader's time zone, so that the next page comes with the right times in it. */
export function TimeZoneCookie(): null {
  useEffect(() => {
    writePreference(timeZoneCookie, Intl.DateTimeFormat().resolvedOptions().timeZone);
  }, []);
  return null;
}
