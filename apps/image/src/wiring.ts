import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createImageTokens } from '@dailyfeed/auth/image-token';
import { createRemoteAuthentication } from '@dailyfeed/auth/remote-authentication';
import type { BusOptions } from '@dailyfeed/events/bus';
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
import type { Running } from '@dailyfeed/service-kit/run';
import { untilReachable } from '@dailyfeed/service-kit/until-reachable';

import { createMembers } from './clients/members.ts';
import { connect } from './db/client.ts';
import type { Deps } from './deps.ts';
import { createLanes } from './domain/lanes.ts';
import type { Env } from './env.ts';
import { startImages } from './events/images.ts';
import { createPurgeImagesJob } from './jobs/purge-images.ts';
import { createRefineImagesJob } from './jobs/refine-images.ts';
import { createSweepImagesJob } from './jobs/sweep-images.ts';
import { createSweepLeftoversJob } from './jobs/sweep-leftovers.ts';
import { exportPurges, exportStored } from './metrics.ts';
import { connectOutside } from './outside.ts';
import { createImageServer } from './server.ts';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Migrates the database, then puts the service together; it does not listen yet. */
export async function wire(
  env: Env,
  log: Log,
  overrides: Partial<Deps> = {},
): Promise<Running & { deps: Deps }> {
  const databaseUrl = env.IMAGE_DATABASE_URL;
  await untilReachable(() => migrate({ databaseUrl, folder: migrations, log }), { log });

  await using starting = new AsyncDisposableStack();
  const now = overrides.now ?? (() => new Date());
  const db = starting.adopt(connect(databaseUrl), (pool) => pool.end());
  const redis = starting.adopt(
    await connectRedis({ url: env.REDIS_URL, name: 'state', log }),
    (client) => client.disconnect(),
  );
  const authentication = starting.use(
    createRemoteAuthentication({
      memberUrl: env.MEMBER_URL,
      memberKeys: env.PASSPORT_KEYS_MEMBER,
      audience: 'image',
      passportKeys: env.PASSPORT_KEYS,
      redis,
      log,
      now,
    }),
  );
  const deps: Deps = {
    db,
    ...(await connectOutside(env, { now })),
    members: createMembers({ url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER, redis, now }),
    tokens: createImageTokens({ keys: env.IMAGE_TOKEN_KEYS, now }),
    lanes: createLanes({ count: env.CONVERSIONS, queueMax: env.CONVERSION_QUEUE }),
    settings: {
      quotaBytes: env.QUOTA_BYTES,
      uploadDir: env.UPLOAD_DIR ?? join(tmpdir(), `dailyfeed-upload-${userInfo().uid}`),
      uploadSilenceMs: env.UPLOAD_SILENCE_MS,
      uploadMs: env.UPLOAD_MS,
    },
    log,
    now,
    ...overrides,
  };
  const metrics = createMetrics('image');
  exportStored(metrics, deps);
  exportPurges(metrics, deps);
  if (env.MONGODB_URL !== undefined) {
    const bus = busOf(env);
    const deadLetters = starting.use(createDeadLetters({ mongoUrl: env.MONGODB_URL, log }));
    starting.use(startImages(deps, { bus, deadLetters, log }));
    exportConsumerLag(metrics, { bus, groups: [groupOf('images', bus.topic)], log });
  }
  const lease = createPostgresLease(databaseUrl);
  starting.use(startJob(createSweepImagesJob(deps), { log, lease }));
  starting.use(startJob(createSweepLeftoversJob(deps), { log }));
  starting.use(startJob(createPurgeImagesJob(deps), { log, lease }));
  starting.use(startJob(createRefineImagesJob(deps), { log, lease }));
  const server = await createImageServer(deps, {
    metrics,
    authentication: authentication.options,
    probe: starting.use(createPostgresProbe(databaseUrl)),
  });
  const resources = starting.move();
  return { server, deps, close: () => resources.disposeAsync() };
}

function busOf(env: Env): BusOptions {
  return {
    brokers: env.KAFKA_BROKERS,
    topic: env.EVENT_TOPIC,
    // Publishes nothing; the weakest promise will do.
    acks: 1,
    replicationFactor: env.KAFKA_REPLICATION,
    clientId: 'image',
  };
}
