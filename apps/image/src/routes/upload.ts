import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { authHeadersOf } from '@dailyfeed/auth/headers';
import { AppError } from '@dailyfeed/contract/errors';
import { imageBytesMax, ImagePurpose } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';

import type { Deps } from '../deps.ts';
import { receiveImage } from '../domain/upload.ts';

/**
 * A connection that ends with bytes unread is reset, and the answer is lost with it; as nginx' `lingering_close`, with a
 * time-out for a sender who is silent and one for who goes on and on, which is over before a process that ends is.
 */
const lingerMs = { silence: 5000, whole: 15_000 };

const Query = z.object({ purpose: ImagePurpose.default('post') });

/** Not a procedure: a file comes as a form, and is looked at as it comes. */
export async function registerUpload(server: FastifyInstance, deps: Deps): Promise<void> {
  await server.register(multipart, {
    // The size is checked where the bytes are counted; this one only keeps a broken form from going on.
    limits: { files: 1, parts: 4, fields: 3, fieldSize: 1000, fileSize: imageBytesMax + 1024 },
    throwFileSizeLimit: false,
  });
  server.post(imagePath, async (request, reply) => {
    const { member } = request.identity;
    if (!member) {
      void reply.headers(authHeadersOf('UNAUTHENTICATED', request.identity));
      throw new AppError('UNAUTHENTICATED');
    }
    const query = Query.safeParse(request.query);
    if (!query.success) {
      throw new AppError('INPUT_INVALID', { details: { fields: { purpose: 'invalid' } } });
    }
    const left = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) left.abort(new Error('the sender has left'));
    });
    reply.raw.once('finish', () => linger(request.raw));
    const { signal } = left;
    const image = await receiveImage(deps, {
      memberId: member.memberId,
      purpose: query.data.purpose,
      open: () => openFile(request),
      signal,
    });
    return reply.status(201).header('cache-control', 'no-store').send(image);
  });
}

/** What is still on its way after a refusal is taken off the line for a while, and then no more. */
function linger(request: IncomingMessage): void {
  if (request.complete) return;
  const silence = setTimeout(() => request.destroy(), lingerMs.silence);
  const whole = setTimeout(() => request.destroy(), lingerMs.whole);
  for (const end of ['end', 'close']) {
    request.once(end, () => {
      clearTimeout(silence);
      clearTimeout(whole);
    });
  }
  // A form of which nobody reads the file would hold it up.
  request.unpipe();
  request.on('data', () => silence.refresh());
  request.resume();
}

async function openFile(request: FastifyRequest): Promise<Readable> {
  const part = request.isMultipart() ? await request.file() : undefined;
  if (part?.fieldname !== 'image') {
    throw new AppError('INPUT_INVALID', { details: { fields: { image: 'required' } } });
  }
  return part.file;
}
