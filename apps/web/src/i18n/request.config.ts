import { Language } from '@dailyfeed/contract/member';
import { getRequestConfig } from 'next-intl/server';
import { cookies, headers } from 'next/headers';

import { isTimeZone, languageCookie, negotiateLanguage, timeZoneCookie } from './language.ts';
import { messages } from './messages/index.ts';

export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = Language.safeParse(jar.get(languageCookie)?.value);
  const locale = chosen.success
    ? chosen.data
    : negotiateLanguage((await headers()).get('accept-language'));
  const zone = jar.get(timeZoneCookie)?.value;
  return {
    locale,
    messages: messages[locale],
    timeZone: zone !== undefined && isTimeZone(zone) ? zone : 'UTC',
    now: new Date(),
  };
});
