import type * as z from 'zod';

import { createCdn } from './clients/cdn.ts';
import { createHolders } from './clients/holders.ts';
import { createObjectStore } from './clients/object-store.ts';
import type { Deps } from './deps.ts';
import type { JobEnvs } from './env.ts';

/** What is asked outside of this service, by the service and by its command alike. */
export async function connectOutside(
  env: z.output<(typeof JobEnvs)['sweep-images']>,
  clock: { now(): Date },
): Promise<Pick<Deps, 'store' | 'cdn' | 'holders'>> {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (Boolean(accessKeyId) !== Boolean(secretAccessKey)) {
    throw new Error('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY go together');
  }
  const credentials = accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
  return {
    store: await createObjectStore(env.IMAGE_STORE_URL, credentials),
    cdn: env.CDN_PURGE_URL === undefined ? undefined : createCdn(env.CDN_PURGE_URL),
    holders: createHolders(
      {
        content: { url: env.CONTENT_URL, keys: env.PASSPORT_KEYS_CONTENT },
        member: { url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER },
      },
      clock,
    ),
  };
}
