import { AsyncLocalStorage } from 'node:async_hooks';

import type { FastifyInstance } from 'fastify';

const current = new AsyncLocalStorage<string>();
/** W3C trace context, version 00. */
const pattern = /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The trace context that the request or event under way came with; undefined where it had none, and outside of both. */
export function currentTraceparent(): string | undefined {
  return current.getStore();
}

/** Runs `work` with a trace context at hand for everything that is done for it; a broken one is none. */
export function inTrace<T>(traceparent: string | undefined, work: () => T): T {
  return traceparent !== undefined && pattern.test(traceparent)
    ? current.run(traceparent, work)
    : work();
}

/** Keeps a request's `traceparent` at hand for everything that is done for it. */
export function registerTrace(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    inTrace(typeof traceparent === 'string' ? traceparent : undefined, done);
  });
}
