import { insertEvent } from '@dailyfeed/events/outbox';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createLog } from '@dailyfeed/service-kit/log';
import { connectRedis } from '@dailyfeed/service-kit/redis';

import { connect } from '../db/client.ts';
import type { Deps } from '../deps.ts';
import { JobEnvs } from '../env.ts';
import { createEraseDeletedJob } from '../jobs/erase-deleted.ts';

// node apps/member/src/commands/erase-deleted.ts    daily is right, more often does no harm

const env = parseEnv(JobEnvs['erase-deleted'], process.env);
const log = createLog('erase-deleted', { level: env.LOG_LEVEL });
const now = (): Date => new Date();
const db = connect(env.MEMBER_DATABASE_URL);
const redis = await connectRedis({ url: env.REDIS_URL, name: 'state', log });
try {
  const events: Deps['events'] = {
    record: (tx, event) => insertEvent(tx, event, { now: now() }),
    // The relay of the service finds it by itself.
    wake: () => undefined,
  };
  process.exitCode = await runJobOnce(createEraseDeletedJob({ db, now, log, redis, events }), {
    log,
  });
} finally {
  redis.disconnect();
  await db.$disconnect();
}
