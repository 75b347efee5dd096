import type { IncomingHttpHeaders } from 'node:http';

import { Language } from '@dailyfeed/contract/member';

/** What a reader chose (cookie `lang`), else the first of ours their browser asks for; null when neither says. */
export function languageOf(headers: IncomingHttpHeaders): Language | null {
  const chosen = headers.cookie?.match(/(?:^|;\s*)lang=(\w+)/)?.[1];
  return toLanguage(chosen) ?? preferred(headers['accept-language'] ?? '');
}

function preferred(header: string): Language | null {
  const ranked = header
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, weight: weight ? Number(weight.trim().slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { tag } of ranked) {
    const language = toLanguage(tag.split('-', 1)[0]?.toLowerCase());
    if (language) return language;
  }
  return null;
}

function toLanguage(value: string | undefined): Language | null {
  return Language.safeParse(value).data ?? null;
}
