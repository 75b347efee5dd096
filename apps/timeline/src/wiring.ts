import { createImageTokens } from '@dailyfeed/auth/image-token';
import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import type { BusOptions } from '@dailyfeed/events/bus';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import type { Failpoints } from '@dailyfeed/events/failpoint';
import { createPublisher } from '@dailyfeed/events/publisher';
import { startViews } from '@dailyfeed/events/views';
import { startJob } from '@dailyfeed/service-kit/job';
import { createRedisLease } from '@dailyfeed/service-kit/lease';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { createPostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import type { Running } from '@dailyfeed/service-kit/run';

import { createMembers } from './clients/members.ts';
import { createRankingMemory } from './db/ranking-memory.ts';
import { exportReads } from './db/reader-metrics.ts';
import { connectReader } from './db/reader.ts';
import { createRequestReaders } from './db/recent-writer.ts';
import { connectRedis } from './db/redis.ts';
import type { Deps, Members } from './deps.ts';
import { createGraphMemory } from './domain/graph-memory.ts';
import { createLoads } from './domain/loads.ts';
import { cacheSummaries } from './domain/summary-cache.ts';
import { createVisitors } from './domain/visitor.ts';
import { type Env, namespaceOf } from './env.ts';
import { startHomeTimeline } from './events/home-timeline.ts';
import { hearMembers } from './events/member-signal.ts';
import { createPopularSnapshotJob } from './jobs/popular-snapshot.ts';
import { createTimelineServer } from './server.ts';

/** What a test may put in the place of the real thing. */
export type Overrides = {
  members?: Members;
  now?: () => Date;
  jobs?: 'run' | 'rest';
  failpoint?: Failpoints;
};

/** Puts the service together; it does not listen yet. Whatever is away is waited for in the background. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Overrides = {},
): Promise<Running & { deps: Deps }> {
  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const servers = {
    url: env.CONTENT_READ_URL,
    replicaUrls: env.CONTENT_REPLICA_URLS,
    lagMaxMs: env.CONTENT_REPLICA_LAG_MAX_MS,
    log,
    now,
  };
  const db = starting.use(connectReader({ ...servers, waiting: 'reader' }));
  const jobDb = starting.use(connectReader({ ...servers, waiting: 'job' }));
  const [state, cache] = await Promise.all([
    connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    connectRedis({ url: env.REDIS_CACHE_URL, name: 'cache', log }),
  ]);
  starting.use(state);
  starting.use(cache);
  const members =
    overrides.members ??
    createMembers({ url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER, now });
  const bus = busOf(env);
  const publisher = starting.use(createPublisher({ bus, log, now }));
  const deps: Deps = {
    db,
    readerOf: createRequestReaders(db, state),
    jobDb,
    rankingMemory: createRankingMemory(),
    ownRankings: createLoads(),
    imageTokens: createImageTokens({ keys: env.IMAGE_TOKEN_KEYS, now }),
    views: starting.use(
      startViews({ store: state, publisher, log, now, namespace: namespaceOf(env) }),
    ),
    visitors: createVisitors(env.PASSPORT_KEYS),
    state,
    cache,
    members: cacheSummaries(members, cache),
    memory: {
      following: createGraphMemory((ids) => ids.size),
      hidden: createGraphMemory(({ blocked, muted }) => blocked.length + muted.length),
      merged: createGraphMemory((ids) => ids.length),
    },
    fanOutFollowerMax: env.FANOUT_FOLLOWER_MAX,
    namespace: namespaceOf(env),
    now,
    failpoint: overrides.failpoint,
  };

  if (overrides.jobs !== 'rest') {
    const lease = createRedisLease(state.redis);
    starting.use(startJob(createPopularSnapshotJob(deps), { log, lease }));
  }
  const deadLetters = starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
  const consuming = { bus, deadLetters, publisher, redis: state.redis, log, now };
  starting.use(startHomeTimeline(deps, consuming));
  starting.use(hearMembers(deps, { redis: state.redis, log }));
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'timeline',
      passportKeys: env.PASSPORT_KEYS,
      redis: state.redis,
      log,
      now,
    }),
  );
  const metrics = createMetrics('timeline');
  exportReads(metrics, db);
  const server = await createTimelineServer(deps, {
    log,
    metrics,
    authentication: authentication.options,
    probes: [env.CONTENT_READ_URL, ...env.CONTENT_REPLICA_URLS].map((url) =>
      starting.use(createPostgresProbe(url)),
    ),
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}

function busOf(env: Env): BusOptions {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    // What it sends, the parts of fan-outs and views, stands in no outbox to be sent again from.
    acks: -1,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'timeline',
  };
}
