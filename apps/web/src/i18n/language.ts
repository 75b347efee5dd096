import type { Language } from '@dailyfeed/contract/member';

// Written out: the contract's own list would bring all of its schemas to the browser.
const languages = ['ko', 'en'] as const satisfies Language[];
const defaultLanguage: Language = 'en';

/** Cookie with the reader's choice; readable, because the switch writes it in the browser. */
export const languageCookie = 'lang';
/** Cookie with the reader's time zone, so that the server writes the same times as the browser. */
export const timeZoneCookie = 'tz';

/** The best of our languages for an `Accept-Language` header. */
export function negotiateLanguage(header: string | null | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).at(0);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((entry) => entry.quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const known = languages.find((candidate) => candidate === language);
    if (known) return known;
  }
  return defaultLanguage;
}

export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
