import type { AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';
import { createServer } from '@dailyfeed/service-kit/server';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps, SessionTransport } from './deps.ts';
import { memberRouter } from './routers/index.ts';
import { registerExport } from './routes/export.ts';
import { jwksPath, registerKeys } from './routes/keys.ts';
import { providerPathsOf, registerProvider } from './routes/provider.ts';
import { refreshPaths, registerRefresh } from './routes/refresh.ts';
import { createSessionTransport } from './routes/session-transport.ts';

export function createMemberServer(
  deps: Deps,
  options: {
    authentication: Omit<AuthenticationOptions, 'ignoresToken'>;
    publicOrigins: readonly string[];
    metrics: Metrics;
    probe: PostgresProbe;
  },
): Promise<FastifyInstance> {
  const { publicOrigins } = options;
  const openSession = (request: FastifyRequest, reply: FastifyReply): SessionTransport =>
    createSessionTransport(request, reply, { publicOrigins, now: () => deps.now() });
  return createServer({
    log: deps.log,
    metrics: options.metrics,
    authentication: {
      ...options.authentication,
      tokenlessProcedures: [
        'auth.signUp',
        'auth.logIn',
        'auth.verifyEmail',
        'auth.requestPasswordReset',
        'auth.resetPassword',
        'auth.confirmEmailChange',
      ],
    },
    router: memberRouter,
    createContext: (base, request, reply) => ({
      ...base,
      ...deps,
      session: openSession(request, reply),
    }),
    routes: {
      tokenless: [...refreshPaths, ...providerPathsOf(deps), jwksPath],
      register: async (scope) => {
        await scope.register(cookie);
        registerRefresh(scope, { deps, publicOrigins, openSession });
        registerProvider(scope, { deps, publicOrigins });
        registerKeys(scope, deps);
        registerExport(scope, deps);
      },
    },
    // Redis and Kafka may be away: the database decides.
    probes: { postgres: () => options.probe.ask('SELECT 1') },
  });
}
