import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { startS3 } from '@dailyfeed/dev-infra/s3';

import { createObjectStore } from '../src/clients/object-store.ts';
import type { ObjectStore } from '../src/deps.ts';
import { StoreUrl } from '../src/store-address.ts';

/** Where objects can be: each does the same. */
export const storeKinds = ['folder', 's3'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** A store that can be made to fail and to work again; what it holds stays. */
export type TestStore = {
  kind: StoreKind;
  env: { IMAGE_STORE_URL: string; S3_ACCESS_KEY_ID?: string; S3_SECRET_ACCESS_KEY?: string };
  break(): Promise<void>;
  mend(): Promise<void>;
} & AsyncDisposable;

export async function startTestStore(kind: StoreKind): Promise<TestStore> {
  return kind === 'folder' ? startFolder() : startBucket();
}

/** As the service makes it of its settings. */
export async function openTestStore({ env }: TestStore): Promise<ObjectStore> {
  const { S3_ACCESS_KEY_ID: accessKeyId = '', S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  return createObjectStore(StoreUrl.parse(env.IMAGE_STORE_URL), { accessKeyId, secretAccessKey });
}

/** `bucket` may go on with a prefix. */
export function bucketUrl(bucket: string, endpoint: string): string {
  return `s3://${bucket}?endpoint=${encodeURIComponent(endpoint)}&path-style=true`;
}

async function startFolder(): Promise<TestStore> {
  const base = await mkdtemp(join(tmpdir(), 'dailyfeed-store-test-'));
  const folder = join(base, 'store');
  const aside = join(base, 'aside');
  return {
    kind: 'folder',
    env: { IMAGE_STORE_URL: pathToFileURL(folder).href },
    // A disk that is not there: what is in its place is no folder.
    break: async () => {
      await rename(folder, aside);
      await writeFile(folder, '');
    },
    mend: async () => {
      await rm(folder);
      await rename(aside, folder);
    },
    [Symbol.asyncDispose]: () => rm(base, { recursive: true, force: true }),
  };
}

async function startBucket(): Promise<TestStore> {
  await using stack = new AsyncDisposableStack();
  const s3 = stack.use(await startS3());
  const proxy = stack.use(await startProxy(s3.endpoint));
  const resources = stack.move();
  return {
    kind: 's3',
    env: {
      IMAGE_STORE_URL: bucketUrl(`${s3.bucket}/of/images`, proxy.url),
      S3_ACCESS_KEY_ID: s3.accessKeyId,
      S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    },
    break: async () => proxy.set('refuse'),
    mend: async () => proxy.set('pass'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
