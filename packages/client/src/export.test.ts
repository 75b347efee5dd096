import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ann } from './_stand-in-router.ts';
import { bodyOf, type StandIn, startStandIn } from './_stand-in.ts';
import { createClient } from './dailyfeed.ts';
import { DownloadBrokenError, failureOf } from './errors.ts';
import type { DownloadProgress } from './export.ts';
import { refreshNeededHeader, reloginRequiredHeader } from './http.ts';

const zipEnd = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);
const zip = Buffer.concat([Buffer.from('what is in it'), zipEnd]);

let standIn: StandIn;
/** How the export is answered to who may have it. */
let answer: (reply: FastifyReply) => unknown;
beforeEach(async () => {
  standIn = await startStandIn();
  answer = (reply) =>
    reply
      .headers({ 'x-export-items': '3', 'content-disposition': 'attachment; filename="mine.zip"' })
      .type('application/zip')
      .send(zip);
  standIn.beforeProcedure = (request, reply) => {
    if (request.url !== '/api/account/export') return;
    if (!standIn.tokens.has(tokenOf(request) ?? '')) {
      return reply.header(refreshNeededHeader, 'true').status(401).send(bodyOf('TOKEN_EXPIRED'));
    }
    return answer(reply);
  };
});
afterEach(() => standIn[Symbol.asyncDispose]());

async function logIn(onLogInRequired = (): void => undefined) {
  const client = createClient({ baseUrl: standIn.url, onLogInRequired }, undefined);
  await client.session.logIn({ email: 'ann@example.org', password: 'a long enough secret' });
  return client;
}

test('gives the whole file, its name, and how many items there are', async () => {
  const client = await logIn();
  const told: DownloadProgress[] = [];
  const { blob, fileName } = await client.downloadExport({
    onProgress: (progress) => told.push(progress),
  });
  expect(fileName).toBe('mine.zip');
  expect(Buffer.from(await blob.arrayBuffer())).toEqual(zip);
  expect(told).toEqual([
    { itemCount: 0, itemTotal: 3, byteCount: 0 },
    { itemCount: 3, itemTotal: 3, byteCount: zip.length },
  ]);
  expect(client.session.memberId).toBe(ann);
});

test('an expired token is refreshed once and the download asked for once more', async () => {
  const client = await logIn();
  standIn.tokens.clear();
  const { fileName } = await client.downloadExport();
  expect(fileName).toBe('mine.zip');
  expect(standIn.refreshes).toBe(1);
  expect(standIn.requests.filter(({ path }) => path === '/api/account/export')).toHaveLength(2);
});

test('a second 401 is not refreshed again: a log-in is needed', async () => {
  let asked = 0;
  const client = await logIn(() => (asked += 1));
  answer = (reply) =>
    reply.header(refreshNeededHeader, 'true').status(401).send(bodyOf('TOKEN_EXPIRED'));
  const failure = await client.downloadExport().catch(failureOf);
  expect(failure).toMatchObject({ appCode: 'TOKEN_EXPIRED' });
  expect([asked, standIn.refreshes]).toEqual([1, 1]);
});

test('an ended session is told at once', async () => {
  let asked = 0;
  const client = await logIn(() => (asked += 1));
  answer = (reply) =>
    reply.header(reloginRequiredHeader, 'true').status(401).send(bodyOf('TOKEN_REVOKED'));
  expect(await client.downloadExport().catch(failureOf)).toMatchObject({
    appCode: 'TOKEN_REVOKED',
  });
  expect([asked, standIn.refreshes]).toEqual([1, 0]);
});

test('a refusal says why, and when to come again', async () => {
  const client = await logIn();
  answer = (reply) => reply.status(429).send(bodyOf('RATE_LIMITED', 3600));
  expect(await client.downloadExport().catch(failureOf)).toMatchObject({
    appCode: 'RATE_LIMITED',
    retryAfterSeconds: 3600,
  });
});

test('a download that breaks off is an error, never half a file', async () => {
  const client = await logIn();
  answer = (reply) => {
    void reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'application/zip' });
    reply.raw.write('half of it', () => reply.raw.destroy());
    return reply;
  };
  await expect(client.downloadExport()).rejects.toThrow(DownloadBrokenError);
});

test('so is one that a proxy has ended early as if it were whole', async () => {
  const client = await logIn();
  answer = (reply) => reply.type('application/zip').send(zip.subarray(0, -1));
  await expect(client.downloadExport()).rejects.toThrow(DownloadBrokenError);
});

test('an aborted download rejects with the reason and closes the connection', async () => {
  const client = await logIn();
  const closed = Promise.withResolvers<void>();
  answer = (reply) => {
    void reply.hijack();
    reply.raw.once('close', () => closed.resolve());
    reply.raw.writeHead(200, { 'content-type': 'application/zip' });
    reply.raw.write('half of it');
    return reply;
  };
  const leaving = new AbortController();
  const reason = new Error('not now');
  const download = client.downloadExport({
    signal: leaving.signal,
    onProgress: () => leaving.abort(reason),
  });
  await expect(download).rejects.toBe(reason);
  await closed.promise;
});

function tokenOf(request: FastifyRequest): string | undefined {
  return request.headers.authorization?.slice('Bearer '.length);
}
