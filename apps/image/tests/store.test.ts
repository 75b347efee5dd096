import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { startS3 } from '@dailyfeed/dev-infra/s3';
import { createLog } from '@dailyfeed/service-kit/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { withOneError } from '../src/clients/object-store.ts';
import { createS3Store } from '../src/clients/s3-store.ts';
import type { ObjectStore } from '../src/deps.ts';
import { type S3Address, StoreUrl } from '../src/store-address.ts';
import { sweep } from '../src/testing.ts';
import { holdJob, refusalOf, send, startTestImage, type TestImage, upload } from './_harness.ts';
import { paintJpeg } from './_pictures.ts';
import { bucketUrl, openTestStore, startTestStore, storeKinds, type TestStore } from './_stores.ts';

const contentType = 'image/webp';

describe.each(storeKinds)('a %s', (kind) => {
  let place: TestStore;
  let store: ObjectStore;
  beforeAll(async () => {
    place = await startTestStore(kind);
    store = await openTestStore(place);
    await store.probe();
  });
  afterAll(() => place[Symbol.asyncDispose]());

  const read = async (key: string, range?: { start: number; end: number }) => {
    const body = await store.open(key, range);
    return body && buffer(body);
  };

  test('gives back what was put, whole and in part, and puts again over it', async () => {
    const bytes = randomBytes(200_000);
    await store.put('a1/thumb.webp', { body: bytes, contentType });
    expect(await read('a1/thumb.webp')).toEqual(bytes);
    expect(await read('a1/thumb.webp', { start: 10, end: 10 })).toEqual(bytes.subarray(10, 11));
    const end = { start: bytes.length - 3, end: bytes.length - 1 };
    expect(await read('a1/thumb.webp', end)).toEqual(bytes.subarray(-3));
    await store.put('a1/thumb.webp', { body: Buffer.from('other'), contentType });
    expect(String(await read('a1/thumb.webp'))).toBe('other');
  });

  test('takes a file of 10 MB as it is, and an empty one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dailyfeed-store-test-'));
    try {
      const path = join(folder, 'original');
      for (const bytes of [randomBytes(10 * 1024 * 1024), Buffer.alloc(0)]) {
        await writeFile(path, bytes);
        await store.put('a2/original', { body: { path }, contentType: 'image/jpeg' });
        expect((await read('a2/original'))?.equals(bytes)).toBe(true);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('says that there is no such object, and removing nothing is no error', async () => {
    expect(await store.open('a3/original')).toBeUndefined();
    await store.removeAll('a3/');
    expect(await store.list('a3/')).toEqual([]);
  });

  test('lists by the beginning, and removes what begins so and nothing else', async () => {
    const keys = ['b1/original', 'b1/thumb.avif', 'b1/thumb.webp', 'b10/original'];
    for (const key of keys.toReversed()) {
      await store.put(key, { body: Buffer.from(key), contentType });
    }
    expect((await store.list('')).filter((key) => key.startsWith('b'))).toEqual(keys);
    expect(await store.list('b1/')).toEqual(keys.slice(0, 3));
    await store.removeAll('b1/');
    expect(await store.list('b1/')).toEqual([]);
    expect(String(await read('b10/original'))).toBe('b10/original');
  });

  test('that is away says so at each turn, and has everything once it is back', async () => {
    await store.put('c1/original', { body: Buffer.from('kept'), contentType });
    await place.break();
    const away = { code: 'STORE_UNAVAILABLE' };
    const object = { body: Buffer.from('lost'), contentType };
    await expect(store.put('c1/thumb.webp', object)).rejects.toMatchObject(away);
    await expect(store.open('c1/original')).rejects.toMatchObject(away);
    await expect(store.probe()).rejects.toMatchObject(away);
    await place.mend();
    await store.probe();
    expect(String(await read('c1/original'))).toBe('kept');
    expect(await store.list('c1/')).toEqual(['c1/original']);
  });

  test('that is away refuses an upload with 503 and leaves nothing; what was taken before is served again', async () => {
    const logged: string[] = [];
    const log = createLog('image', { level: 'trace', destination: toStream(logged) });
    await using image: TestImage = await startTestImage(place.env, { log });
    await using _held = await holdJob(image, 'refine-images');
    const member = image.newMember();
    const own = await upload(member, await paintJpeg());
    const before = (await image.deps.store.list('')).length;

    await place.break();
    expect(await refusalOf(await send(member, await paintJpeg()))).toEqual({
      status: 503,
      code: 'STORE_UNAVAILABLE',
    });
    expect((await image.view(own)).status).toBe(503);
    expect((await fetch(`${image.url}/readyz`)).status).toBe(503);

    await place.mend();
    expect((await fetch(`${image.url}/readyz`)).status).toBe(200);
    expect((await image.view(own)).status).toBe(200);
    // What could not be taken back then is taken back by the sweep.
    await sweep(image.deps);
    expect(await image.left()).toEqual({ rows: 1, objects: before, uploads: 0 });
    expect(logged.join('')).toContain('store unavailable');
    const { S3_SECRET_ACCESS_KEY: secret = 'that of a folder' } = place.env;
    expect(logged.join('')).not.toContain(secret);
  });
});

test('a bucket that refuses the key, or is not there, is a store that is away; the secret is in no error', async () => {
  await using s3 = await startS3();
  const { accessKeyId, secretAccessKey } = s3;
  const other = randomBytes(30).toString('base64url');
  const open = (bucket: string, credentials: { accessKeyId: string; secretAccessKey: string }) => {
    const address = toS3(bucketUrl(bucket, s3.endpoint));
    return withOneError(createS3Store(address, { credentials }));
  };
  const logged: string[] = [];
  const log = createLog('image', { level: 'trace', destination: toStream(logged) });
  for (const store of [
    open(s3.bucket, { accessKeyId, secretAccessKey: other }),
    open(s3.bucket, { accessKeyId: 'AKIAOTHER', secretAccessKey }),
    open('elsewhere', { accessKeyId, secretAccessKey }),
  ]) {
    for (const ask of [() => store.probe(), () => store.list(''), () => store.open('a/original')]) {
      const error: unknown = await ask().catch((failure: unknown) => failure);
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      log.warn({ err: error });
    }
  }
  expect(logged).toHaveLength(9);
  for (const secret of [secretAccessKey, other]) expect(logged.join('')).not.toContain(secret);
});

test('a bucket that does not answer is not waited for, and what it was sent before is there', async () => {
  await using s3 = await startS3();
  await using proxy = await startProxy(s3.endpoint);
  const address = toS3(bucketUrl(s3.bucket, proxy.url));
  const store = createS3Store(address, { credentials: s3, timeoutMs: 3000 });
  await store.put('a/original', { body: Buffer.from('kept'), contentType });
  proxy.set('stall');
  await expect(store.open('a/original')).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(
    store.put('a/thumb.webp', { body: Buffer.alloc(10), contentType }),
  ).rejects.toMatchObject({ name: 'TimeoutError' });
  proxy.set('pass');
  const body = await store.open('a/original');
  expect(body && String(await buffer(body))).toBe('kept');
});

test('more objects than one answer lists are all listed and all removed', async () => {
  await using place = await startTestStore('s3');
  const store = await openTestStore(place);
  const keys = Array.from({ length: 1001 }, (_, index) => `p/${String(index).padStart(4, '0')}`);
  // No more at once than a busy machine answers in time.
  for (let first = 0; first < keys.length; first += 50) {
    const some = keys.slice(first, first + 50);
    await Promise.all(some.map((key) => store.put(key, { body: Buffer.from(key), contentType })));
  }
  expect(await store.list('')).toEqual(keys);
  await store.removeAll('p/');
  expect(await store.list('')).toEqual([]);
});

test.each([
  ['ftp://bucket', 'expected file:///… or s3://bucket…'],
  ['s3://', 'expected s3://bucket…'],
  ['s3://B_', 'expected s3://bucket…'],
  ['s3://bucket?region=', 'region'],
  ['s3://bucket?endpoint=nowhere', 'endpoint'],
  ['s3://bucket?pathstyle=true', 'pathstyle'],
  ['s3://key:hush@bucket', 'S3_SECRET_ACCESS_KEY'],
])('%s is no address, and what is said of it keeps a secret', (address, message) => {
  const { error } = StoreUrl.safeParse(address);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain('hush');
});

function toS3(url: string): S3Address {
  const address = StoreUrl.parse(url);
  if (address.kind !== 's3') throw new Error('no bucket');
  return address;
}

function toStream(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
}
