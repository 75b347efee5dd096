import type { FastifyInstance } from 'fastify';

import type { Log } from './log.ts';

export type Running = {
  server: FastifyInstance;
  /** Closes what the server used, after the last request. */
  close: () => Promise<void>;
};

/** A service that has not drained by then is ended; Kubernetes kills it at 30 s. */
const drainTimeoutMs = 20_000;

/** Listens, then on SIGTERM or SIGINT finishes the requests under way, closes everything and exits. */
export async function run(
  service: Running,
  options: { host: string; port: number; log: Log },
): Promise<void> {
  const { log } = options;
  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('did not drain in time');
      process.exit(1);
    }, drainTimeoutMs).unref();
    try {
      await service.server.close();
      await service.close();
      log.info('stopped');
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'stop failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // A bug nobody caught leaves unknown state behind: say so, and let the supervisor start afresh.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    process.exit(1);
  });
  logWarnings(log);
  await service.server.listen({ host: options.host, port: options.port });
  log.info({ port: options.port }, 'listening');
}

/** Warnings of Node.js and of libraries become lines of the log, which is JSON, instead of plain text among them. */
function logWarnings(log: Log): void {
  // Node.js' own listener prints.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn({ err: warning }, 'process warning'));
}
