import { parseEnv } from '@dailyfeed/service-kit/env';
import { createLog } from '@dailyfeed/service-kit/log';
import { run } from '@dailyfeed/service-kit/run';

import { Env } from './env.ts';
import { wire } from './wiring.ts';

const env = parseEnv(Env, process.env);
const log = createLog('gateway', { level: env.LOG_LEVEL });
const gateway = await wire(env, log);
await gateway.privateServer.listen({ host: env.HOST, port: env.PRIVATE_PORT });
log.info({ port: env.PRIVATE_PORT }, 'listening for callers inside');

await run(
  {
    server: gateway.publicServer,
    close: async () => {
      await gateway.privateServer.close();
      await gateway.close();
    },
  },
  { host: env.HOST, port: env.PORT, log },
);
