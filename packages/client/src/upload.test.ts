import { afterEach, beforeEach, expect, test } from 'vitest';

import { bodyOf, type StandIn, startStandIn } from './_stand-in.ts';
import { createClient } from './dailyfeed.ts';
import { failureOf } from './errors.ts';
import { refreshNeededHeader } from './http.ts';

let standIn: StandIn;
let seen: string[];
let isBroken: boolean;
beforeEach(async () => {
  standIn = await startStandIn();
  seen = [];
  isBroken = false;
  standIn.beforeProcedure = (request, reply) => {
    if (!request.url.startsWith('/api/image')) return;
    seen.push(`${request.method} ${request.url} ${request.headers['content-type']?.split(';')[0]}`);
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (!standIn.tokens.has(token)) {
      return reply.header(refreshNeededHeader, 'true').status(401).send(bodyOf('TOKEN_EXPIRED'));
    }
    if (isBroken) return reply.status(422).send(bodyOf('IMAGE_BROKEN'));
    return reply.status(201).send({ id: 'image-1' });
  };
});
afterEach(() => standIn[Symbol.asyncDispose]());

const file = new Blob(['picture'], { type: 'image/png' });

async function logIn() {
  const client = createClient({ baseUrl: standIn.url }, undefined);
  await client.session.logIn({ email: 'ann@example.org', password: 'a long enough secret' });
  return client;
}

test('an image is sent as a form, with what it is for, and once more when the token has expired', async () => {
  const client = await logIn();
  standIn.tokens.clear();
  const shares: number[] = [];
  const onProgress = (share: number) => shares.push(share);
  const image = await client.uploadImage(file, { purpose: 'avatar', onProgress });
  expect(image.id).toBe('image-1');
  expect(standIn.refreshes).toBe(1);
  const sent = 'POST /api/image?purpose=avatar multipart/form-data';
  expect(seen).toEqual([sent, sent]);
  expect(shares).toEqual([1]);
});

test('why an image is refused can be told, and one that is cancelled is not sent', async () => {
  const client = await logIn();
  isBroken = true;
  const error: unknown = await client.uploadImage(file).catch((failure: unknown) => failure);
  expect(failureOf(error)).toMatchObject({ appCode: 'IMAGE_BROKEN' });
  seen.length = 0;
  const signal = AbortSignal.abort(new Error('changed my mind'));
  await expect(client.uploadImage(file, { signal })).rejects.toThrow('changed my mind');
  expect(seen).toEqual([]);
});
