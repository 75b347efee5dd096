import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { createServer } from '@dailyfeed/service-kit/server';

import type { Deps } from './deps.ts';
import { contentRouter } from './routers/index.ts';

export function createContentServer(
  deps: Deps,
  options: {
    log: Log;
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
    probe: PostgresProbe;
  },
) {
  const { probe, ...rest } = options;
  return createServer({
    ...rest,
    router: contentRouter,
    createContext: (base) => ({ ...base, ...deps }),
    // Redis, Kafka and member may be away: writes go on.
    probes: { postgres: () => probe.ask('SELECT 1') },
  });
}
