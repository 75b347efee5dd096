import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createLog } from '@dailyfeed/service-kit/log';

import { JobEnvs, toBus } from '../env.ts';
import { createTopicsJob } from '../jobs/topics.ts';

// node apps/activity/src/commands/topics.ts    hourly is right, more often does no harm

const env = parseEnv(JobEnvs.topics, process.env);
const log = createLog('topics', { level: env.LOG_LEVEL });
const job = createTopicsJob({ bus: toBus(env), log, now: () => new Date() });
// Several at once do no harm: a topic is created, and deleted, once.
process.exitCode = await runJobOnce(job, { log });
