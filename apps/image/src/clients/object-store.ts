import type { Readable } from 'node:stream';

import { AppError } from '@dailyfeed/contract/errors';

import type { ByteRange, ObjectStore } from '../deps.ts';
import type { StoreAddress } from '../store-address.ts';
import { createFolderStore } from './folder-store.ts';
import type { S3Credentials } from './s3-store.ts';

/** The store at an address. Whatever keeps it from its work is STORE_UNAVAILABLE, with the cause. */
export async function createObjectStore(
  address: StoreAddress,
  credentials: S3Credentials | undefined,
): Promise<ObjectStore> {
  if (address.kind === 'folder') return withOneError(createFolderStore(address.path));
  // The SDK takes 37 MB of memory; who has a folder does without.
  const { createS3Store } = await import('./s3-store.ts');
  return withOneError(createS3Store(address, { credentials }));
}

/** A full disk, a refused key, a bucket that is gone: all the same to who asks, who may come back. */
export function withOneError(store: ObjectStore): ObjectStore {
  const fail = (cause: unknown): never => {
    throw new AppError('STORE_UNAVAILABLE', { cause });
  };
  return {
    put: (key, object) => store.put(key, object).catch(fail),
    open: (key: string, range?: ByteRange): Promise<Readable | undefined> =>
      store.open(key, range).catch(fail),
    removeAll: (prefix) => store.removeAll(prefix).catch(fail),
    list: (prefix) => store.list(prefix).catch(fail),
    sweepDrafts: (before) => store.sweepDrafts(before).catch(fail),
    probe: () => store.probe().catch(fail),
  };
}
