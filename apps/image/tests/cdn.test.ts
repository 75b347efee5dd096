import { once } from 'node:events';
import { createServer } from 'node:http';

import { imageVariants } from '@dailyfeed/contract/image';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { handleImageEvent } from '../src/events/images.ts';
import { purge, sweep } from '../src/testing.ts';
import {
  holdJob,
  startTestImage,
  type TestImage,
  toEvent,
  upload,
  uploadPosted,
} from './_harness.ts';
import { paintJpeg } from './_pictures.ts';

/** What a CDN is told, and what it answers, by address. */
const told: string[] = [];
let statusOf = (_url: string): number => 200;
const server = createServer((request, response) => {
  told.push(`${request.method} ${request.url}`);
  response.writeHead(statusOf(request.url ?? '')).end();
});
let port = 0;
let now = new Date();
let image: TestImage;
let held: AsyncDisposable;

beforeAll(async () => {
  // Nobody else is given it while nothing listens there.
  [port = 0] = await findFreePorts([undefined]);
  await listen();
  image = await startTestImage(
    { CDN_PURGE_URL: `http://127.0.0.1:${port}` },
    {
      now: () => now,
      members: { standingOf: async () => 'public', forget: async () => undefined },
    },
  );
  held = await holdJob(image, 'purge-images');
});
afterAll(async () => {
  await held[Symbol.asyncDispose]();
  await image[Symbol.asyncDispose]();
  if (server.listening) await refuse();
});
beforeEach(() => {
  told.length = 0;
  statusOf = () => 200;
});

async function listen(): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Nothing listens there any more. */
async function refuse(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

const picture = () => paintJpeg({ width: 300, height: 200 });
const remove = (id: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${image.url}/api/image/${id}`, { method: 'DELETE', headers });
const addressesOf = (ids: string[]): string[] =>
  ids
    .flatMap((id) => imageVariants.map((variant) => `PURGE /api/image/${id}/${variant}`))
    .toSorted();
const tell = (...event: Parameters<typeof toEvent>): Promise<void> =>
  handleImageEvent(image.deps, toEvent(...event));

/** The metrics without labels that speak of purges. */
async function readPurges(): Promise<{ due: number; ageSeconds: number }> {
  const text = await (await fetch(`${image.url}/metrics`)).text();
  const valueOf = (name: string): number =>
    Number(text.match(new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm'))?.[1]);
  return {
    due: valueOf('dailyfeed_image_purges_due'),
    ageSeconds: valueOf('dailyfeed_image_purge_oldest_age_seconds'),
  };
}

test('a CDN is told to forget every address of an image that is deleted; one it does not know is forgotten', async () => {
  statusOf = () => 404;
  const ann = image.newMember();
  const { id } = await upload(ann, await picture());
  expect((await remove(id, ann.headers())).status).toBe(204);
  await purge(image.deps);
  expect(told.toSorted()).toEqual(addressesOf([id]));
  expect(await image.left()).toEqual({ rows: 0, objects: 0, uploads: 0 });
});

test('while a CDN cannot be reached, deletion, hiding and closing go on; it is told when it is back', async () => {
  const [ann, bob] = [image.newMember(), image.newMember()];
  const deleted = await uploadPosted(image, ann, await picture());
  const hidden = await uploadPosted(image, ann, await picture());
  const closed = await uploadPosted(image, bob, await picture());
  const unclaimed = await upload(bob, await picture());
  await refuse();
  await tell('post.deleted', { postId: deleted.postId });
  await tell('post.hidden', { postId: hidden.postId });
  await tell('member.visibility_changed', { memberId: bob.id });
  expect((await remove(unclaimed.id, bob.headers())).status).toBe(204);
  expect((await image.view(deleted)).status).toBe(404);
  expect((await image.view({ id: hidden.id })).status).toBe(404);
  // The bytes do not wait for the CDN.
  expect(await image.deps.store.list(`${deleted.id}/`)).toEqual([]);
  expect(await purge(image.deps)).toEqual({ purged: 0, failed: 4 });
  await sweep(image.deps);
  now = new Date(now.getTime() + 60_000);
  expect(await readPurges()).toEqual({ due: 4, ageSeconds: 60 });

  await listen();
  expect(await purge(image.deps)).toEqual({ purged: 4, failed: 0 });
  const ids = [deleted.id, hidden.id, closed.id, unclaimed.id];
  expect(told.toSorted()).toEqual(addressesOf(ids));
  expect(await readPurges()).toEqual({ due: 0, ageSeconds: 0 });
  const { rows } = await image.db.query<{ id: string }>(
    'SELECT id FROM images WHERE id = ANY($1)',
    [ids],
  );
  expect(rows.map(({ id }) => id).toSorted()).toEqual([hidden.id, closed.id].toSorted());
});

test('an image that the CDN always fails at is in no other’s way, and is tried again', async () => {
  const ann = image.newMember();
  const [bad, good] = [await upload(ann, await picture()), await upload(ann, await picture())];
  statusOf = (url) => (url.includes(bad.id) ? 500 : 200);
  await remove(bad.id, ann.headers());
  await remove(good.id, ann.headers());
  expect(await purge(image.deps)).toEqual({ purged: 1, failed: 1 });
  // Not at once again.
  expect(await purge(image.deps)).toBeUndefined();
  now = new Date(now.getTime() + 60_000);
  statusOf = () => 200;
  told.length = 0;
  expect(await purge(image.deps)).toEqual({ purged: 1, failed: 0 });
  expect(told.toSorted()).toEqual(addressesOf([bad.id]));
});

test('what is closed again while it is purged is purged again', async () => {
  const ann = image.newMember();
  const { id, postId } = await uploadPosted(image, ann, await picture());
  await tell('post.hidden', { postId });
  const cdn = { purge: () => tell('member.visibility_changed', { memberId: ann.id }) };
  expect(await purge({ ...image.deps, cdn })).toEqual({ purged: 1, failed: 0 });
  expect((await readPurges()).due).toBe(1);
  expect(await purge(image.deps)).toEqual({ purged: 1, failed: 0 });
  expect(told.toSorted()).toEqual(addressesOf([id]));
});
