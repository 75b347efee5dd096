import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import { createServer } from '@dailyfeed/service-kit/server';

import type { Deps } from './deps.ts';
import { searchServiceRouter } from './routers/index.ts';

export function createSearchServer(
  deps: Deps,
  options: {
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
  },
) {
  return createServer({
    ...options,
    log: deps.log,
    router: searchServiceRouter,
    createContext: (base) => ({ ...base, ...deps }),
    // Kafka, Redis, MongoDB and content may be away; without timeline and member only tags are found.
    probes: { postgres: () => deps.db.query('SELECT 1') },
  });
}
