import { connectContent } from '@dailyfeed/content-store/client';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { createLog } from '@dailyfeed/service-kit/log';

import { JobEnvs } from '../env.ts';
import { createReconcileCountersJob } from '../jobs/reconcile-counters.ts';

// node apps/content/src/commands/reconcile-counters.ts    nightly is right, more often does no harm

const env = parseEnv(JobEnvs['reconcile-counters'], process.env);
const log = createLog('reconcile-counters', { level: env.LOG_LEVEL });
const db = connectContent({ url: env.CONTENT_DATABASE_URL, mode: 'read-write' });
try {
  process.exitCode = await runJobOnce(createReconcileCountersJob({ db, now: () => new Date() }), {
    log,
    lease: createPostgresLease(env.CONTENT_DATABASE_URL),
  });
} finally {
  await db.$disconnect();
}
