import type { FastifyInstance } from 'fastify';

/** Name of a dependency → a check that rejects while it is away. */
export type Probes = Record<string, () => Promise<unknown>>;

const probeTimeoutMs = 2000;

/** `/livez`: the process answers. `/readyz`: everything it cannot work without answers too, else 503 with names. */
export function registerHealth(server: FastifyInstance, probes: Probes): void {
  server.get('/livez', () => ({ ok: true }));
  server.get('/readyz', async (_request, reply) => {
    const names = Object.keys(probes);
    const results = await Promise.allSettled(
      Object.values(probes).map((probe) => withTimeout(probe())),
    );
    const away = names.filter((_name, index) => results[index]?.status === 'rejected');
    return reply.status(away.length === 0 ? 200 : 503).send({ ok: away.length === 0, away });
  });
}

async function withTimeout(check: Promise<unknown>): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), probeTimeoutMs);
  try {
    return await Promise.race([check, promise]);
  } finally {
    clearTimeout(timer);
  }
}
