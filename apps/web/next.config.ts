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
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  typescript: {
    // `npm run check` type-checks every workspace once, this one among them.
    ignoreBuildErrors: true,
  },
};

export default withIntl(config);
