import { fileURLToPath } from 'node:url';

import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withIntl = createNextIntlPlugin({
  requestConfig: './src/i18n/request.config.ts',
  // Compiled messages spare every reader the parser.
  experimental: {
    messages: {
      path: './src/i18n/messages',
      format: 'json',
      locales: ['ko', 'en'],
      precompile: true,
    },
  },
});

// The content security policy carries a nonce, so it is set per request, in src/proxy.ts.
const securityHeaders = Object.entries({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()',
}).map(([key, value]) => ({ key, value }));

type Condition = Awaited<ReturnType<NonNullable<NextConfig['headers']>>>[number]['has'];

// `br` without a weight of zero (RFC 9110, 12.5.3). Browsers name it where the page is in a secure context. What is not
// there is said to be brotli, too, and is not: a script of an older release fails by its 404 or by that.
const takesBrotli: Condition = [
  {
    type: 'header',
    key: 'accept-encoding',
    value: String.raw`(?:.*[ ,])?br(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))(?:[ ,;].*)?`,
  },
];
/** What `compress-static.ts` has compressed, by its ending; the development server has nothing of it. */
const compressed =
  // oxlint-disable-next-line node/no-process-env -- set by Next.js itself, not a setting
  process.env.NODE_ENV === 'production'
    ? Object.entries({ js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' })
    : [];

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: fileURLToPath(new URL('../..', import.meta.url)),
  // Workspace packages are TypeScript sources.
  transpilePackages: [
    '@dailyfeed/auth',
    '@dailyfeed/client',
    '@dailyfeed/contract',
    '@dailyfeed/service-kit',
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // The gateway compresses nothing; pages are text and shrink well.
  compress: true,
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    ...compressed.map(([ending, mediaType]) => ({
      source: `/_next/static/:path*.${ending}`,
      has: takesBrotli,
      headers: [
        { key: 'content-encoding', value: 'br' },
        { key: 'content-type', value: mediaType },
        { key: 'vary', value: 'accept-encoding' },
      ],
    })),
  ],
  rewrites: async () => ({
    beforeFiles: compressed.map(([ending]) => ({
      source: `/_next/static/:path*.${ending}`,
      has: takesBrotli,
      destination: `/_next/static/:path*.${ending}.br`,
    })),
  }),
  typescript: {
    // `npm run check` type-checks every workspace once, this one among them.
    ignoreBuildErrors: true,
  },
};

export default withIntl(config);
