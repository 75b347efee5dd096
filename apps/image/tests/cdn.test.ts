import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { imageVariants } from '@dailyfeed/contract/image';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { sweep } from '../src/testing.ts';
import { startTestImage, type TestImage, upload, uploadPosted } from './_harness.ts';
import { paintJpeg } from './_pictures.ts';

/** What a CDN is told, and what it answers. */
const told: string[] = [];
let status = 200;
const server = createServer((request, response) => {
  told.push(`${request.method} ${request.url}`);
  response.writeHead(status).end();
});
let image: TestImage;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  image = await startTestImage({ CDN_PURGE_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await image[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  told.length = 0;
  status = 200;
});

const picture = () => paintJpeg({ width: 300, height: 200 });
const remove = (id: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${image.url}/api/image/${id}`, { method: 'DELETE', headers });

test('a CDN is told to forget every address of an image that is deleted', async () => {
  const ann = image.newMember();
  const { id } = await upload(ann, await picture());
  expect(told).toEqual([]);
  expect((await remove(id, ann.headers())).status).toBe(204);
  expect(told.toSorted()).toEqual(
    imageVariants.map((variant) => `PURGE /api/image/${id}/${variant}`).toSorted(),
  );
});

test('what a CDN does not know is forgotten; while it fails, the image is asked to be forgotten again', async () => {
  const ann = image.newMember();
  status = 404;
  const unknown = await upload(ann, await picture());
  expect((await remove(unknown.id, ann.headers())).status).toBe(204);
  expect((await image.left()).rows).toBe(0);

  status = 500;
  const kept = await upload(ann, await picture());
  // Gone for everybody at once, whatever the CDN says.
  expect((await remove(kept.id, ann.headers())).status).toBe(204);
  expect((await image.view(kept)).status).toBe(404);
  expect((await image.left()).rows).toBe(1);
  status = 200;
  told.length = 0;
  await sweep(image.deps);
  expect(told).toHaveLength(imageVariants.length);
  expect(await image.left()).toEqual({ rows: 0, objects: 0, uploads: 0 });
});

test('bytes are measured by what an image is for, and by class', async () => {
  const ann = image.newMember();
  const file = await picture();
  await uploadPosted(image, ann, file);
  await uploadPosted(image, ann, file);
  await upload(ann, file, { purpose: 'avatar' });
  const read = async (): Promise<string> => (await fetch(`${image.url}/metrics`)).text();
  const text = await read();
  const valueOf = (line: string): number =>
    Number(
      text
        .split('\n')
        .find((each) => each.startsWith(`${line} `))
        ?.split(' ')
        .at(-1),
    );
  expect(valueOf('dailyfeed_images{purpose="post",service="image"}')).toBe(2);
  expect(valueOf('dailyfeed_images{purpose="avatar",service="image"}')).toBe(1);
  expect(valueOf('dailyfeed_image_bytes{purpose="post",class="original",service="image"}')).toBe(
    2 * file.length,
  );
  expect(valueOf('dailyfeed_image_bytes{purpose="avatar",class="original",service="image"}')).toBe(
    file.length,
  );
  const stored = await image.db.query<{ bytes: string }>(
    `SELECT sum(variant_bytes) AS bytes FROM images WHERE purpose = 'post'`,
  );
  expect(valueOf('dailyfeed_image_bytes{purpose="post",class="variant",service="image"}')).toBe(
    Number(stored.rows[0]?.bytes),
  );
});
