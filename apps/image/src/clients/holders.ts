import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { ImageHolders } from '@dailyfeed/contract/image';
import { newId } from '@dailyfeed/service-kit/id';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Holders } from '../deps.ts';

const timeoutMs = 10_000;

type Service = { url: string; keys: PassportKeys };

/**
 * Asks content and member which of their things have images. By the contract, not by their types: both call this
 * service, and packages may not need each other in a circle.
 */
export function createHolders(
  services: { content: Service; member: Service },
  clock: { now(): Date },
): Holders {
  const connect = (audience: 'content' | 'member', { url, keys }: Service) =>
    createContractRemote({
      url,
      audience,
      keys,
      timeoutMs,
      caller: 'image',
      now: () => clock.now(),
    });
  const remotes = {
    content: connect('content', services.content),
    member: connect('member', services.member),
  };
  return {
    find: async (purpose, ids) => {
      const remote = purpose === 'post' ? remotes.content : remotes.member;
      const path = purpose === 'post' ? 'post.imageHolders' : 'profile.imageHolders';
      return remote
        .query(anonymous(newId()), {
          path,
          input: { ids },
          output: ImageHolders,
          signal: AbortSignal.timeout(timeoutMs),
        })
        .catch(rethrowRemote);
    },
  };
}
