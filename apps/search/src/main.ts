import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { run } from '@dailyfeed/service-kit/run';

import { Env } from './env.ts';
import { wire } from './wiring.ts';

const env = parseEnv(Env, process.env);
const log = createLog('search', { level: env.LOG_LEVEL });
await run(await wire(env, log), { host: env.HOST, port: env.PORT, log });
