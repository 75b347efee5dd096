import type * as z from 'zod';

import { createCdn } from './clients/cdn.ts';
import { createHolders } from './clients/holders.ts';
import { createObjectStore } from './clients/object-store.ts';
import type { Deps } from './deps.ts';
import type { JobEnvs } from './env.ts';

/** What is asked outside of this service, by the service and by its command alike. */
export function connectOutside(
  env: z.output<(typeof JobEnvs)['sweep-images']>,
  clock: { now(): Date },
): Pick<Deps, 'store' | 'cdn' | 'holders'> {
  return {
    store: createObjectStore(env.IMAGE_STORE_URL),
    cdn: createCdn(env.CDN_PURGE_URL),
    holders: createHolders(
      {
        content: { url: env.CONTENT_URL, keys: env.PASSPORT_KEYS_CONTENT },
        member: { url: env.MEMBER_URL, keys: env.PASSPORT_KEYS_MEMBER },
      },
      clock,
    ),
  };
}
