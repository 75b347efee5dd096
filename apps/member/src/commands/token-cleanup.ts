import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createLog } from '@dailyfeed/service-kit/log';

import { connect } from '../db/client.ts';
import { JobEnvs } from '../env.ts';
import { createTokenCleanupJob } from '../jobs/token-cleanup.ts';

// node apps/member/src/commands/token-cleanup.ts    daily is right, more often does no harm

const env = parseEnv(JobEnvs['token-cleanup'], process.env);
const log = createLog('token-cleanup', { level: env.LOG_LEVEL });
const db = connect(env.MEMBER_DATABASE_URL);
try {
  process.exitCode = await runJobOnce(createTokenCleanupJob({ db, now: () => new Date() }), {
    log,
  });
} finally {
  await db.$disconnect();
}
