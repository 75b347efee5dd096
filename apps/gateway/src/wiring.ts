import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'undici';

import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { routes, type Target } from './routes.ts';
import { createGatewayServer } from './server.ts';

/** Longer than any procedure takes; per-route limits belong to the pipeline's step 11. */
const firstByteTimeoutMs = 30_000;
const connectTimeoutMs = 2000;

export type Gateway = {
  publicServer: FastifyInstance;
  privateServer: FastifyInstance;
  /** Closes what the servers used, after their last request. */
  close(): Promise<void>;
};

/** Puts the gateway together; it does not listen yet. Whatever is away is waited for in the background. */
export async function wire(
  env: Env,
  log: Log,
  overrides: { now?: () => Date } = {},
): Promise<Gateway> {
  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'gateway',
      passportKeys: env.PASSPORT_KEYS,
      redis,
      log,
      now,
    }),
  );
  const connect = (url: string): Pool => starting.adopt(createPool(url), (pool) => pool.destroy());
  const upstreams: Record<Target, Pool> = {
    member: connect(env.MEMBER_URL),
    content: connect(env.CONTENT_URL),
    timeline: connect(env.TIMELINE_URL),
    activity: connect(env.ACTIVITY_URL),
    image: connect(env.IMAGE_URL),
    search: connect(env.SEARCH_URL),
    web: connect(env.WEB_URL),
  };
  const passportKeys = {
    member: env.PASSPORT_KEYS_MEMBER,
    content: env.PASSPORT_KEYS_CONTENT,
    timeline: env.PASSPORT_KEYS_TIMELINE,
    activity: env.PASSPORT_KEYS_ACTIVITY,
    image: env.PASSPORT_KEYS_IMAGE,
    search: env.PASSPORT_KEYS_SEARCH,
  };
  const deps: Deps = { routes, upstreams, passportKeys, authentication, log, now };
  const publicServer = await createGatewayServer(deps, {
    listener: 'public',
    trustedProxies: env.TRUSTED_PROXIES,
  });
  const privateServer = await createGatewayServer(deps, {
    listener: 'private',
    metrics: createMetrics('gateway'),
    trustedProxies: [],
  });
  const resources = starting.move();
  return { publicServer, privateServer, close: () => resources.disposeAsync() };
}

function createPool(url: string): Pool {
  return new Pool(new URL(url).origin, {
    connect: { timeout: connectTimeoutMs },
    headersTimeout: firstByteTimeoutMs,
    // A stream may be silent for as long as its reader stays.
    bodyTimeout: 0,
  });
}
