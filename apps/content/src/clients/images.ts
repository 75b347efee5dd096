import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { ImageRouter } from '@dailyfeed/image/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Images } from '../deps.ts';

/** Asks the image service in this service's own name: it says whose images it means. */
export function createImages(args: { url: string; keys: PassportKeys; now(): Date }): Images {
  const remote = createRemote<ImageRouter>({
    url: args.url,
    audience: 'image',
    keys: args.keys,
    caller: 'content',
    now: () => args.now(),
  });
  return {
    claim: (claim) =>
      remote
        .as(anonymous(newId()))
        .image.claim.mutate({ purpose: 'post', ...claim })
        .catch(rethrowRemote),
    release: async (claim) => {
      await remote.as(anonymous(newId())).image.release.mutate(claim).catch(rethrowRemote);
    },
  };
}
