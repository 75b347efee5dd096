import type { Language } from '@dailyfeed/contract/member';

import { en } from './en/index.ts';
import { ko } from './ko/index.ts';

/** What both languages must have; English is the model, and a key missing in Korean does not compile. */
export type Messages = Shape<typeof en>;
type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

export const messages = { ko, en } satisfies Record<Language, Messages>;

declare module 'next-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: typeof en;
  }
}
