import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { createServer } from '@dailyfeed/service-kit/server';

import type { Deps } from './deps.ts';
import { searchServiceRouter } from './routers/index.ts';

export function createSearchServer(
  deps: Deps,
  options: {
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
    probe: PostgresProbe;
  },
) {
  const { probe, ...rest } = options;
  return createServer({
    ...rest,
    log: deps.log,
    router: searchServiceRouter,
    createContext: (base) => ({ ...base, ...deps }),
    // Kafka, Redis, MongoDB and content may be away; without timeline and member only tags are found.
    probes: { postgres: () => probe.ask('SELECT 1') },
  });
}
