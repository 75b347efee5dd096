import { createFastify } from '@dailyfeed/service-kit/fastify';
import { registerHealth } from '@dailyfeed/service-kit/health';
import { type Metrics, registerMetrics } from '@dailyfeed/service-kit/metrics';
import type { FastifyInstance } from 'fastify';

import type { Deps, Listener } from './deps.ts';
import { registerPipeline } from './pipeline.ts';
import { registerUpgrades } from './upgrade.ts';

/** One listener of the gateway. The caller listens and closes. */
export async function createGatewayServer(
  deps: Deps,
  options: { listener: Listener; trustedProxies: string[]; metrics?: Metrics },
): Promise<FastifyInstance> {
  const { listener, trustedProxies } = options;
  const server = createFastify({
    log: deps.log,
    trustProxy: trustedProxies,
    facts: ({ match, upstreamMs }) => ({
      listener,
      // Absent when the request was refused before it was routed.
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- see above
      route: match?.route.id,
      upstreamMs: upstreamMs === null ? undefined : Math.round(upstreamMs * 10) / 10,
    }),
  });
  registerHealth(server, { authentication: () => deps.authentication.probe() });
  server.get('/healthz', () => ({ ok: true }));
  if (options.metrics) registerMetrics(server, options.metrics);
  await server.register((scope) => registerPipeline(scope, deps, listener));
  if (listener === 'public') registerUpgrades(server, deps);
  return server;
}
