import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { createLog } from '@dailyfeed/service-kit/log';

import { connect } from '../db/client.ts';
import { JobEnvs } from '../env.ts';
import { createRebuildJob } from '../jobs/reindex.ts';
import { connectSources } from '../sources.ts';

// node apps/search/src/commands/reindex.ts    builds the whole index anew, while the present one serves

const env = parseEnv(JobEnvs.reindex, process.env);
const log = createLog('reindex', { level: env.LOG_LEVEL });
const db = connect(env.SEARCH_DATABASE_URL);
try {
  const job = createRebuildJob({ db, ...connectSources(env, { now: () => new Date() }) });
  const lease = createPostgresLease(env.SEARCH_DATABASE_URL);
  process.exitCode = await runJobOnce(job, { log, lease });
} finally {
  await db.end();
}
