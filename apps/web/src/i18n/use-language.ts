'use client';

import type { Language } from '@dailyfeed/contract/member';
import { useLocale } from 'next-intl';
import { useRouter } from 'next/navigation';

import { writePreference } from '../lib/cookie.ts';
import { useIsStopped } from '../lib/use-is-stopped.ts';
import { languageCookie } from './language.ts';

/** The language of the page, and how to change it: in place, without losing where the reader is. */
export function useLanguage(): { language: Language; setLanguage: (language: Language) => void } {
  const language = useLocale();
  const router = useRouter();
  const isStopped = useIsStopped();
  const setLanguage = (next: Language): void => {
    if (isStopped()) return;
    writePreference(languageCookie, next);
    router.refresh();
  };
  return { language, setLanguage };
}
