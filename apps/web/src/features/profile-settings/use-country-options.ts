'use client';

import { countryCodes } from '@dailyfeed/contract/country-codes';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';

/** All countries by their names in the reader's language, in its order. */
export function useCountryOptions(): { value: string; label: string }[] {
  const language = useLocale();
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    const { compare } = new Intl.Collator(language);
    return countryCodes
      .map((code) => ({ value: code, label: names.of(code) ?? code }))
      .toSorted((a, b) => compare(a.label, b.label));
  }, [language]);
}
