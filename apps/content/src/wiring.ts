import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import { connectContent } from '@dailyfeed/content-store/client';
import { migrateContent } from '@dailyfeed/content-store/migrate';
import type { BusOptions } from '@dailyfeed/events/bus';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { exportOutbox } from '@dailyfeed/events/metrics';
import { startRelay } from '@dailyfeed/events/relay';
import { startJob } from '@dailyfeed/service-kit/job';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import type { Log } from '@dailyfeed/service-kit/log';
import { createMetrics } from '@dailyfeed/service-kit/metrics';
import { createPostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { connectRedis } from '@dailyfeed/service-kit/redis';
import type { Running } from '@dailyfeed/service-kit/run';
import { createTurns } from '@dailyfeed/service-kit/turn';
import { untilReachable } from '@dailyfeed/service-kit/until-reachable';

import { createImages } from './clients/images.ts';
import { createMembers } from './clients/members.ts';
import { createRecentWriters } from './db/recent-writers.ts';
import type { Deps } from './deps.ts';
import type { Env } from './env.ts';
import { startCounters } from './events/counters.ts';
import { startErasure } from './events/erasure.ts';
import { createEvents } from './events/outbox.ts';
import { createEraseDeletedJob } from './jobs/erase-deleted-content.ts';
import { createReconcileCountersJob } from './jobs/reconcile-counters.ts';
import { createContentServer } from './server.ts';

/** Migrates the database, then puts the service together; it does not listen yet. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Partial<Deps> = {},
): Promise<Running & { deps: Deps }> {
  await untilReachable(
    () =>
      migrateContent({
        databaseUrl: env.CONTENT_DATABASE_URL,
        readerRole: env.CONTENT_READER_ROLE,
        log,
      }),
    { log },
  );
  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const db = starting.adopt(
    connectContent({ url: env.CONTENT_DATABASE_URL, mode: 'read-write' }),
    (database) => database.$disconnect(),
  );
  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const bus: BusOptions = {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    acks: env.KAFKA_ACKS,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'content',
  };
  const deadLetters =
    env.MONGODB_URL === undefined
      ? undefined
      : starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
  const relay = starting.use(
    startRelay({ databaseUrl: env.CONTENT_DATABASE_URL, bus, deadLetters, log }),
  );
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'content',
      passportKeys: env.PASSPORT_KEYS,
      redis,
      log,
      now,
    }),
  );
  const deps: Deps = {
    db,
    events: createEvents(relay, { now }),
    members: createMembers({
      url: env.MEMBER_URL,
      keys: env.PASSPORT_KEYS_MEMBER,
      redis,
      log,
      now,
    }),
    images: createImages({ url: env.IMAGE_URL, keys: env.PASSPORT_KEYS_IMAGE, now }),
    recentWriters: createRecentWriters(redis),
    turns: createTurns(),
    limits: {
      post: env.POSTS_PER_HOUR,
      comment: env.COMMENTS_PER_HOUR,
      edit: env.EDITS_PER_HOUR,
      like: env.LIKES_PER_HOUR,
      report: env.REPORTS_PER_HOUR,
    },
    now,
    ...overrides,
  };
  if (deadLetters) {
    starting.use(startCounters(deps, { bus, deadLetters, redis, log }));
    starting.use(startErasure(deps, { bus, deadLetters, log }));
  }
  const lease = createPostgresLease(env.CONTENT_DATABASE_URL);
  starting.use(startJob(createReconcileCountersJob(deps), { log, lease }));
  starting.use(startJob(createEraseDeletedJob(deps), { log, lease }));
  const metrics = createMetrics('content');
  exportOutbox(metrics, relay);
  const server = await createContentServer(deps, {
    log,
    metrics,
    authentication: authentication.options,
    probe: starting.use(createPostgresProbe(env.CONTENT_DATABASE_URL)),
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}
