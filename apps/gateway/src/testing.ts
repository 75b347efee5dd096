import { createLog, type Log } from '@dailyfeed/service-kit/log';
import type * as z from 'zod';

import { Env } from './env.ts';
import { wire } from './wiring.ts';

/** Starts the gateway on free ports (or a public one that is given), wired as main.ts wires it. */
export async function startGateway(
  env: z.input<typeof Env>,
  overrides: { now?: () => Date; log?: Log } = {},
): Promise<{ url: string; privateUrl: string } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const log = overrides.log ?? createLog('gateway', { level: parsed.LOG_LEVEL });
  const gateway = await wire(parsed, log, overrides);
  const { publicServer, privateServer } = gateway;
  const url = await publicServer.listen({ host: '127.0.0.1', port: Number(env.PORT ?? 0) });
  const privateUrl = await privateServer.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    privateUrl,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([publicServer.close(), privateServer.close()]);
      await gateway.close();
    },
  };
}
