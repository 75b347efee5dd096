import { CSPProvider } from '@base-ui/react/csp-provider';
import type { Metadata, Viewport } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import { ThemeProvider } from 'next-themes';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';

import { EventKeeper } from '../features/event-replay/event-keeper.tsx';
import { EventReplay } from '../features/event-replay/event-replay.tsx';
import { SessionBeginner } from '../features/head-start/session-beginner.tsx';
import { ThemeColor } from '../features/settings/theme-color.tsx';
import { TimeZoneCookie } from '../i18n/time-zone-cookie.tsx';
import { ApiProvider } from '../lib/api-provider.tsx';
import { getEnv } from '../lib/env.ts';
import { isLikelyMember } from '../lib/server-reader.ts';
import { ImageOriginProvider } from '../ui/site-image.tsx';
import { Toaster } from '../ui/toaster.tsx';

import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  const locale = await getLocale();
  const description = t('description');
  return {
    metadataBase: new URL(getEnv().PUBLIC_ORIGIN),
    title: { default: t('title'), template: '%s · dailyfeed' },
    description,
    applicationName: 'dailyfeed',
    openGraph: {
      siteName: 'dailyfeed',
      type: 'website',
      locale: locale === 'ko' ? 'ko_KR' : 'en_US',
      title: t('title'),
      description,
    },
    twitter: { card: 'summary' },
    formatDetection: { telephone: false, address: false, email: false },
    appleWebApp: { title: 'dailyfeed', capable: true },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const nonce = (await headers()).get('x-nonce') ?? '';
  const hint = (await isLikelyMember()) ? 'member' : 'anonymous';
  return (
    // The theme is set before the first paint by a script, so the server cannot know the attribute.
    <html lang={locale} suppressHydrationWarning>
      {/* Before the styles, for which a script in the body waits. */}
      <head>{hint === 'member' && <SessionBeginner nonce={nonce} />}</head>
      <body>
        <EventKeeper nonce={nonce} />
        <NextIntlClientProvider>
          <ThemeProvider
            attribute="data-theme"
            themes={['light', 'dark', 'contrast']}
            enableColorScheme={false}
            nonce={nonce}
          >
            <ThemeColor />
            <CSPProvider nonce={nonce}>
              <ImageOriginProvider origin={getEnv().PUBLIC_IMAGE_URL ?? ''}>
                <ApiProvider hint={hint}>
                  {children}
                  <Toaster reader={hint === 'member' ? 'acts' : 'reads'} />
                  <EventReplay />
                </ApiProvider>
              </ImageOriginProvider>
            </CSPProvider>
          </ThemeProvider>
        </NextIntlClientProvider>
        <TimeZoneCookie />
      </body>
    </html>
  );
}
