import { AsyncLocalStorage } from 'node:async_hooks';

import type { FastifyInstance } from 'fastify';

const current = new AsyncLocalStorage<string>();
/** W3C trace context, version 00. */
const pattern = /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The trace context the request under way came with; undefined where it had none, and outside of requests. */
export function currentTraceparent(): string | undefined {
  return current.getStore();
}

/** Keeps a request's `traceparent` at hand for everything that is done for it. */
export function registerTrace(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    if (typeof traceparent === 'string' && pattern.test(traceparent)) {
      current.run(traceparent, done);
    } else {
      done();
    }
  });
}
