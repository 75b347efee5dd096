import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import { createServer } from '@dailyfeed/service-kit/server';

import type { Deps } from './deps.ts';
import { contentRouter } from './routers/index.ts';

export function createContentServer(
  deps: Deps,
  options: {
    log: Log;
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
  },
) {
  return createServer({
    ...options,
    router: contentRouter,
    createContext: (base) => ({ ...base, ...deps }),
    // Redis, Kafka and member may be away: writes go on.
    probes: { postgres: () => deps.db.$queryRaw`SELECT 1` },
  });
}
