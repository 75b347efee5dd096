'use client';

import type { Language } from '@dailyfeed/contract/member';
import { useLocale } from 'next-intl';
import { useRouter } from 'next/navigation';

import { writePreference } from '../lib/cookie.ts';
import { languageCookie } from './language.ts';

/** The language of the page, and how to change it: in place, without losing where the reader is. */
export function useLanguage(): { language: Language; setLanguage: (language: Language) => void } {
  const language = useLocale();
  const router = useRouter();
  const setLanguage = (next: Language): void => {
    writePreference(languageCookie, next);
    router.refresh();
  };
  return { language, setLanguage };
}
