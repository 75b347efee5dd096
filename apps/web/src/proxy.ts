import { type NextRequest, NextResponse } from 'next/server';

/** Header that carries the nonce from here to the page that is rendered. */
const nonceHeader = 'x-nonce';
const policyHeader = 'content-security-policy';

/** Gives every page its own nonce, and the policy that lets only scripts with that nonce run. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set(nonceHeader, nonce);
  // Next reads the nonce of its own scripts from the policy on the request.
  headers.set(policyHeader, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(policyHeader, policy);
  return response;
}

// Next reads this at build time, so it is one literal: everything but the API, health, and files.
export const config = {
  matcher: [
    '/((?!api/|_next/static/|_next/image|(?:livez|readyz|favicon\\.ico|robots\\.txt|manifest\\.webmanifest|icon\\.svg|(?:icon|apple-icon|opengraph-image)[\\w-]*\\.png)$).*)',
  ],
};

/** Where the CDN of images is, if there is one; `lib/env.ts` checks it. */
function imageOrigin(): string[] {
  // oxlint-disable-next-line node/no-process-env -- this runs before the settings are read
  const address = process.env['PUBLIC_IMAGE_URL'];
  return address ? [new URL(address).origin] : [];
}

function contentSecurityPolicy(nonce: string): string {
  // React's development build shows server stacks with eval; the production build has none.
  // oxlint-disable-next-line node/no-process-env -- inlined by the bundler, not a setting
  const isDevelopment = process.env.NODE_ENV === 'development';
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    // The development server inserts styles as it compiles them.
    'style-src': isDevelopment ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
    // React writes `style=` for positions and colours; it cannot load anything.
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...imageOrigin()],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-src': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');
}
