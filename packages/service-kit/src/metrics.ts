import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Where what a service measures is gathered, by its own name and that of the process' vital signs. */
export type Metrics = Registry;

/** A registry of one service: heap, garbage collection and event-loop lag are in it from the start. */
export function createMetrics(service: string): Metrics {
  const metrics = new Registry();
  metrics.setDefaultLabels({ service });
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

/** `/metrics` in Prometheus' text format, for who scrapes inside; the gateway routes nobody there. */
export function registerMetrics(server: FastifyInstance, metrics: Metrics): void {
  server.get('/metrics', async (_request, reply) => {
    const text = await metrics.metrics();
    return reply.header('content-type', metrics.contentType).send(text);
  });
}
