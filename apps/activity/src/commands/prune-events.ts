import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createLog } from '@dailyfeed/service-kit/log';

import { connectActivity } from '../db/client.ts';
import { JobEnvs } from '../env.ts';
import { createPruneEventsJob } from '../jobs/prune-events.ts';

// node apps/activity/src/commands/prune-events.ts    daily is right, more often does no harm

const env = parseEnv(JobEnvs['prune-events'], process.env);
const log = createLog('prune-events', { level: env.LOG_LEVEL });
await using db = connectActivity({ url: env.MONGODB_URL, log });
await using deadLetters = createDeadLetters({ mongoUrl: env.MONGODB_URL, log });
const retentionDays = env.ACTIVITY_RETENTION_DAYS;
const job = createPruneEventsJob({ db, deadLetters, retentionDays, now: () => new Date() });
process.exitCode = await runJobOnce(job, { log });
