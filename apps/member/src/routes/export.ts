import { authHeadersOf } from '@dailyfeed/auth/headers';
import { AppError } from '@dailyfeed/contract/errors';
import { exportItemsHeader, exportPath } from '@dailyfeed/contract/export';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps } from '../deps.ts';
import { type AccountExport, openExport } from '../domain/export.ts';

/** Not a procedure: its answer is a file that is made while it is sent. */
export function registerExport(server: FastifyInstance, deps: Deps): void {
  const running = new Map<AbortController, Promise<void>>();
  // A reader may take an hour, a stop may not.
  server.addHook('preClose', async () => {
    for (const left of running.keys()) left.abort(new Error('stopping'));
    await Promise.all(running.values());
  });
  server.get(exportPath, async (request, reply) => {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort(new Error('the reader has left')));
    const opened = await open(request, reply, { deps, signal: left.signal });
    running.set(left, opened.done);
    void opened.done.finally(() => running.delete(left));
    return reply
      .type('application/zip')
      .headers({
        'content-disposition': `attachment; filename="${opened.fileName}"`,
        'cache-control': 'no-store',
        [exportItemsHeader]: String(opened.itemTotal),
      })
      .send(opened.stream);
  });
}

async function open(
  request: FastifyRequest,
  reply: FastifyReply,
  args: { deps: Deps; signal: AbortSignal },
): Promise<AccountExport> {
  const { identity } = request;
  try {
    if (!identity.member) throw new AppError('UNAUTHENTICATED');
    return await openExport(args.deps, { identity, member: identity.member, signal: args.signal });
  } catch (error) {
    if (error instanceof AppError) void reply.headers(authHeadersOf(error.code, identity));
    throw error;
  }
}
