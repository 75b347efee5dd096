import { fileURLToPath } from 'node:url';

import type { ObjectStore } from '../deps.ts';
import { createFolderStore } from './folder-store.ts';

/** The store that an address names: `file:///var/lib/images`. */
export function createObjectStore(address: string): ObjectStore {
  const url = new URL(address);
  if (url.protocol === 'file:') return createFolderStore(fileURLToPath(url));
  throw new Error(`IMAGE_STORE_URL: ${url.protocol} is no store that is known`);
}
