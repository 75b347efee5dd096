import { AppError } from '@dailyfeed/contract/errors';
import { exportedImagePath } from '@dailyfeed/contract/export';
import { ImageId } from '@dailyfeed/contract/image';
import type { FastifyInstance } from 'fastify';

import type { Deps } from '../deps.ts';
import { openOriginal } from '../domain/export.ts';

/** For services that act for a member: the member's own image, as it was uploaded. The gateway has no way here. */
export function registerExportedImage(server: FastifyInstance, deps: Deps): void {
  server.get(`${exportedImagePath}/:id`, async (request, reply) => {
    const { member, service } = request.identity;
    if (service === null) throw new AppError('FORBIDDEN');
    if (!member) throw new AppError('UNAUTHENTICATED');
    const id = ImageId.safeParse(Object(request.params)['id']);
    if (!id.success) throw new AppError('IMAGE_NOT_FOUND');
    const { memberId } = member;
    const { body, format } = await openOriginal(deps, { id: id.data, memberId });
    return reply.type(`image/${format}`).header('cache-control', 'no-store').send(body);
  });
}
