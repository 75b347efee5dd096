import { AppError } from '@dailyfeed/contract/errors';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';

import type { Deps } from '../deps.ts';
import { listRevocations } from '../domain/revocation.ts';
import { listPublicKeys } from '../domain/signing-keys.ts';

export const jwksPath = '/.well-known/jwks.json';

/** Epoch milliseconds. */
const Since = z.object({
  since: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});

/** What verifiers of access tokens ask for: the public keys, for everyone, and the revocations, for our services. */
export function registerKeys(server: FastifyInstance, deps: Deps): void {
  server.get(jwksPath, async (_request, reply) => {
    const keys = await listPublicKeys(deps);
    return reply.header('cache-control', 'public, max-age=60').send(keys);
  });

  server.get('/revocations', async (request) => {
    if (request.identity.service === null) throw new AppError('FORBIDDEN');
    const query = Since.safeParse(request.query);
    if (!query.success) {
      throw new AppError('INPUT_INVALID', { details: { fields: { since: 'invalid' } } });
    }
    return listRevocations(deps, query.data.since);
  });
}
