import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { createLog } from '@dailyfeed/service-kit/log';

import { connect } from '../db/client.ts';
import { JobEnvs } from '../env.ts';
import { createSweepImagesJob } from '../jobs/sweep-images.ts';
import { connectOutside } from '../outside.ts';

// node apps/image/src/commands/sweep-images.ts    hourly is right, more often does no harm

const env = parseEnv(JobEnvs['sweep-images'], process.env);
const log = createLog('sweep-images', { level: env.LOG_LEVEL });
const db = connect(env.IMAGE_DATABASE_URL);
const now = (): Date => new Date();
try {
  const outside = await connectOutside(env, { now });
  const job = createSweepImagesJob({ db, ...outside, log, now });
  const lease = createPostgresLease(env.IMAGE_DATABASE_URL);
  process.exitCode = await runJobOnce(job, { log, lease });
} finally {
  await db.end();
}
