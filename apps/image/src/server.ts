import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { createServer } from '@dailyfeed/service-kit/server';

import type { Deps } from './deps.ts';
import { imageServiceRouter } from './routers/index.ts';
import { registerExportedImage } from './routes/export.ts';
import { registerUpload } from './routes/upload.ts';
import { registerView } from './routes/view.ts';

export function createImageServer(
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
    router: imageServiceRouter,
    createContext: (base) => ({ ...base, ...deps }),
    routes: {
      tokenless: [],
      register: async (scope) => {
        await registerUpload(scope, deps);
        registerView(scope, deps);
        registerExportedImage(scope, deps);
      },
    },
    // Kafka, Redis, content may be away; member too, for what is signed.
    probes: {
      postgres: () => probe.ask('SELECT 1'),
      store: () => deps.store.probe(),
    },
  });
}
