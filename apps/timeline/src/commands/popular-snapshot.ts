import { parseEnv } from '@dailyfeed/service-kit/env';
import { type Job, runJobOnce } from '@dailyfeed/service-kit/job';
import { createRedisLease } from '@dailyfeed/service-kit/lease';
import { createLog } from '@dailyfeed/service-kit/log';

import { connectReader } from '../db/reader.ts';
import { connectRedis } from '../db/redis.ts';
import { takeRankings } from '../domain/ranking.ts';
import { Env, namespaceOf } from '../env.ts';
import { createPopularSnapshotJob } from '../jobs/popular-snapshot.ts';

// node apps/timeline/src/commands/popular-snapshot.ts    ranks once, beside the services, which do so every minute

const env = parseEnv(
  Env.pick({
    LOG_LEVEL: true,
    CONTENT_READ_URL: true,
    CONTENT_REPLICA_URLS: true,
    CONTENT_REPLICA_LAG_MAX_MS: true,
    REDIS_URL: true,
    EVENT_TOPIC: true,
  }),
  process.env,
);
const log = createLog('popular-snapshot', { level: env.LOG_LEVEL });
const now = (): Date => new Date();
await using state = await connectRedis({ url: env.REDIS_URL, name: 'state', log });
await using jobDb = connectReader({
  url: env.CONTENT_READ_URL,
  replicaUrls: env.CONTENT_REPLICA_URLS,
  lagMaxMs: env.CONTENT_REPLICA_LAG_MAX_MS,
  waiting: 'job',
  log,
  now,
});
const deps = { jobDb, state, namespace: namespaceOf(env), now };
// Every minute a line would drown the log; here it is what one asked for.
const job: Job = {
  ...createPopularSnapshotJob(deps),
  run: (signal) => takeRankings(deps, signal),
};
process.exitCode = await runJobOnce(job, { log, lease: createRedisLease(state.redis) });
