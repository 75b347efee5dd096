import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { createPublisher } from '@dailyfeed/events/publisher';
import { parseEnv } from '@dailyfeed/service-kit/env';
import { runJobOnce } from '@dailyfeed/service-kit/job';
import { createLog } from '@dailyfeed/service-kit/log';

import { BusEnv, Env, toBus } from '../env.ts';
import { createResendDeadLettersJob } from '../jobs/resend-dead-letters.ts';

// node apps/activity/src/commands/resend-dead-letters.ts    what is due, once

const env = parseEnv(BusEnv.extend(Env.pick({ MONGODB_URL: true }).shape), process.env);
const log = createLog('resend-dead-letters', { level: env.LOG_LEVEL });
const now = (): Date => new Date();
await using deadLetters = createDeadLetters({ mongoUrl: env.MONGODB_URL, log });
await using publisher = createPublisher({ bus: toBus(env), log, now });
// Beside the service's own loop: each letter is claimed.
const job = createResendDeadLettersJob({ deadLetters, publisher, log, now });
process.exitCode = await runJobOnce(job, { log });
