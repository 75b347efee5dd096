import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import { createServer } from '@dailyfeed/service-kit/server';

import { pingDatabase } from './db/client.ts';
import type { Deps } from './deps.ts';
import { limitStreams } from './open-streams.ts';
import { activityRouter } from './routers/index.ts';

export function createActivityServer(
  deps: Deps,
  options: {
    log: Log;
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    metrics: Metrics;
    /** Open at once. */
    streamsMax: number;
  },
) {
  return createServer({
    ...options,
    router: activityRouter,
    createContext: (base) => ({ ...base, ...deps }),
    routes: {
      register: (scope) => limitStreams(scope, { streams: options.streamsMax }),
      tokenless: [],
    },
    // Kafka may be away: what is stored can be read.
    probes: { mongo: () => pingDatabase(deps.db) },
  });
}
