import { AppError } from '@dailyfeed/contract/errors';
import { ImageId, ImageVariant } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';

import type { Deps } from '../deps.ts';
import { deleteImage } from '../domain/removal.ts';
import { getServed, openServed, type Served } from '../domain/serve.ts';
import { isNotModified, readRange } from './conditional.ts';

const Params = z.object({ id: ImageId, variant: ImageVariant });
const Query = z.object({ token: z.string().max(200).optional() });

/** What an `<img>` asks for, and the removal of what was uploaded. */
export function registerView(server: FastifyInstance, deps: Deps): void {
  // Fastify answers HEAD by the same handler.
  server.get(`${imagePath}/:id/:variant`, (request, reply) => view(request, reply, deps));

  server.delete(`${imagePath}/:id`, async (request, reply) => {
    const { member } = request.identity;
    if (!member) throw new AppError('UNAUTHENTICATED');
    const id = Params.shape.id.safeParse(Object(request.params)['id']);
    if (!id.success) throw new AppError('IMAGE_NOT_FOUND');
    await deleteImage(deps, { id: id.data, memberId: member.memberId });
    return reply.status(204).send();
  });
}

async function view(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: Deps,
): Promise<FastifyReply> {
  // Of what is not there; a copy of that answer would outlive it.
  void reply.header('cache-control', 'no-store');
  const params = Params.safeParse(request.params);
  const query = Query.safeParse(request.query);
  if (!params.success || !query.success) throw new AppError('IMAGE_NOT_FOUND');
  const { accept, range, 'if-none-match': known, 'if-range': rangeOf } = request.headers;
  const served = await getServed(deps, {
    ...params.data,
    token: query.data.token,
    formats: /\bimage\/avif\b/.test(accept ?? '') ? ['avif', 'webp'] : ['webp'],
  });
  const { file, format } = served;
  void reply.headers({
    'content-type': `image/${format}`,
    'cache-control': toCacheControl(served),
    etag: file.etag,
    vary: 'accept',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    // Opened by itself it is a picture and nothing else; a page elsewhere, a CDN's say, may show it.
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (isNotModified(known, file.etag)) return reply.status(304).send();

  const part = readRange(rangeOf === undefined || rangeOf === file.etag ? range : undefined, file);
  if (part === 'unsatisfiable') {
    return reply.status(416).header('content-range', `bytes */${file.bytes}`).send();
  }
  const { start, end } = part ?? { start: 0, end: file.bytes - 1 };
  if (part) void reply.status(206).header('content-range', `bytes ${start}-${end}/${file.bytes}`);
  void reply.header('content-length', end - start + 1);
  return reply.send(await openServed(deps, file, part));
}

/** Who takes what is being made asks again when it will be there. */
const unrefinedSeconds = 60;

function toCacheControl({ access, isBetterComing }: Served): string {
  switch (access.kind) {
    case 'public':
      return isBetterComing
        ? `public, max-age=${unrefinedSeconds}`
        : 'public, max-age=31536000, immutable';
    case 'private': {
      const { seconds } = access;
      return `private, max-age=${isBetterComing ? Math.min(seconds, unrefinedSeconds) : seconds}`;
    }
  }
}
