import 'server-only';
import { createDeviceReader } from '@dailyfeed/auth/device';
import { anonymous } from '@dailyfeed/auth/identity';
import { passportHeader, mintPassport } from '@dailyfeed/auth/passport';
import type { AppRouter } from '@dailyfeed/client';
import { newId } from '@dailyfeed/service-kit/id';
import { createTRPCClient, httpBatchLink, type TRPCClient, type TRPCLink } from '@trpc/client';
import { getLocale } from 'next-intl/server';
import { headers } from 'next/headers';
import { cache } from 'react';

import { getEnv } from './env.ts';

const timeoutMs = 4000;
const readDevice = createDeviceReader();

/**
 * The API as the server side of web sees it: through the gateway's private listener, with web's own identity and the
 * reader's address. It never speaks for a member, so what it renders is what a visitor may see.
 */
export const getServerApi = cache(async (): Promise<TRPCClient<AppRouter>> => {
  const env = getEnv();
  const request = await headers();
  const language = await getLocale();
  const requestId = request.get('x-request-id') ?? newId();
  const base = new URL('/api', env.GATEWAY_PRIVATE_URL).href;

  const sender = {
    address: request.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
    userAgent: request.get('user-agent') ?? '',
  };
  const identify = (): Record<string, string> => ({
    [passportHeader]: mintPassport(
      {
        ...anonymous(requestId),
        ...sender,
        service: 'web',
        device: readDevice(sender),
        language,
      },
      { audience: 'gateway', keys: env.PASSPORT_KEYS_GATEWAY, now: new Date() },
    ),
  });
  return createTRPCClient<AppRouter>({ links: [serviceLink(base, identify)] });
});

/** Sends `timeline.post.byId` to `<base>/timeline` as `post.byId`, as the browser's client does. */
function serviceLink(base: string, headers: () => Record<string, string>): TRPCLink<AppRouter> {
  return (runtime) => {
    const links = new Map<string, ReturnType<TRPCLink<AppRouter>>>();
    return ({ op, next }) => {
      const [service = '', ...path] = op.path.split('.');
      let link = links.get(service);
      if (!link) {
        link = httpBatchLink<AppRouter>({ url: `${base}/${service}`, headers, fetch: timedFetch })(
          runtime,
        );
        links.set(service, link);
      }
      return link({ op: { ...op, path: path.join('.') }, next });
    };
  };
}

/** A page that cannot be filled in time says so, instead of keeping the reader before a blank one. */
function timedFetch(url: unknown, init: unknown): Promise<Response> {
  const given = init as RequestInit; // tRPC describes the same object in its own, looser words
  return fetch(String(url), {
    ...given,
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
  });
}
