import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { ClaimedImages, ReleasedImages } from '@dailyfeed/contract/image';
import { newId } from '@dailyfeed/service-kit/id';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Images } from '../deps.ts';

const timeoutMs = 3000;

/** Asks the image service, by the contract: it calls this one, and packages may not need each other in a circle. */
export function createImages(args: { url: string; keys: PassportKeys; now(): Date }): Images {
  const remote = createContractRemote({
    url: args.url,
    audience: 'image',
    keys: args.keys,
    caller: 'member',
    now: () => args.now(),
  });
  return {
    claim: async ({ memberId, purpose, id }) => {
      await remote
        .mutate(anonymous(newId()), {
          path: 'image.claim',
          input: { memberId, purpose, ownerId: memberId, ids: [id] },
          output: ClaimedImages,
          signal: AbortSignal.timeout(timeoutMs),
        })
        .catch(rethrowRemote);
    },
    release: async ({ memberId, ids }) => {
      await remote
        .mutate(anonymous(newId()), {
          path: 'image.release',
          input: { memberId, ownerId: memberId, ids },
          output: ReleasedImages,
          signal: AbortSignal.timeout(timeoutMs),
        })
        .catch(rethrowRemote);
    },
  };
}
