import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { createServer } from '@dailyfeed/service-kit/server';

import { probeContent } from './db/post.ts';
import type { Deps } from './deps.ts';
import { timelineRouter } from './routers/index.ts';

export function createTimelineServer(
  deps: Deps,
  options: {
    log: Log;
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
    /** Of the primary and its replicas. */
    probes: PostgresProbe[];
  },
) {
  return createServer({
    ...options,
    router: timelineRouter,
    createContext: (base) => ({
      ...base,
      ...deps,
      db: deps.readerOf(base.identity.member?.memberId ?? null),
    }),
    // Redis, Kafka, MongoDB and member may be away: there is something to read without them.
    probes: { postgres: () => probeContent(options.probes) },
  });
}
