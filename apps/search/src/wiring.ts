import { fileURLToPath } from 'node:url';

import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { exportConsumerLag } from '@dailyfeed/events/metrics';
import { groupOf } from '@dailyfeed/events/topic';
import { startJob } from '@dailyfeed/service-kit/job';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { migrate } from '@dailyfeed/service-kit/migrate';
import { createPostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import { connectRedisStore } from '@dailyfeed/service-kit/redis-store';
import type { Running } from '@dailyfeed/service-kit/run';
import { untilReachable } from '@dailyfeed/service-kit/until-reachable';

import { createTimeline } from './clients/timeline.ts';
import { connect } from './db/client.ts';
import type { Deps } from './deps.ts';
import { inTime } from './domain/in-time.ts';
import { createMemory } from './domain/memory.ts';
import { ensureServing } from './domain/rebuild.ts';
import { type Env, toBus } from './env.ts';
import { startSearchIndex } from './events/search-index.ts';
import { createReindexJob } from './jobs/reindex.ts';
import { createSearchServer } from './server.ts';
import { connectSources } from './sources.ts';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const trendsTtlMs = 60_000;

/** Migrates the database, then puts the service together; it does not listen yet. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Partial<Deps> & { jobs?: 'run' | 'rest' } = {},
): Promise<Running & { deps: Deps }> {
  const databaseUrl = env.SEARCH_DATABASE_URL;
  await untilReachable(() => migrate({ databaseUrl, folder: migrations, log }), { log });

  await using starting = new AsyncDisposableStack();
  const { jobs = 'run', ...replaced } = overrides;
  const now = overrides.now ?? (() => new Date());
  const db = starting.adopt(connect(databaseUrl), (pool) => pool.end());
  const queryDb = starting.adopt(
    connect(databaseUrl, { statementTimeoutMs: env.QUERY_TIMEOUT_MS }),
    (pool) => pool.end(),
  );
  await untilReachable(() => ensureServing(db), { log });
  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const cache = starting.use(
    await connectRedisStore({ url: env.REDIS_CACHE_URL, name: 'cache', log }),
  );
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'search',
      passportKeys: env.PASSPORT_KEYS,
      redis,
      log,
      now,
    }),
  );
  const deps: Deps = {
    db,
    startQuery: () => inTime(queryDb, env.QUERY_TIMEOUT_MS),
    ...connectSources(env, { now }),
    timeline: createTimeline({ url: env.TIMELINE_URL, keys: env.PASSPORT_KEYS_TIMELINE, now }),
    cache,
    trends: createMemory({ ttlMs: trendsTtlMs, now }),
    log,
    now,
    ...replaced,
  };
  const metrics = createMetrics('search');
  if (env.MONGODB_URL !== undefined) {
    const bus = toBus(env);
    const deadLetters = starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
    starting.use(startSearchIndex(deps, { bus, deadLetters, log }));
    exportConsumerLag(metrics, { bus, groups: [groupOf('search-index', bus.topic)], log });
  }
  if (jobs === 'run') {
    const lease = createPostgresLease(databaseUrl);
    starting.use(startJob(createReindexJob(deps), { log, lease }));
  }
  const server = await createSearchServer(deps, {
    metrics,
    authentication: authentication.options,
    probe: starting.use(createPostgresProbe(databaseUrl)),
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}
