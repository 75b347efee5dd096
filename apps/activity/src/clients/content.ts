import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { ScreenState } from '@dailyfeed/contract/screening';
import { newId } from '@dailyfeed/service-kit/id';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Content } from '../deps.ts';

/** Asks the content service in this service's own name; by the contract, since its type brings its tables along. */
export function createContent(args: { url: string; keys: PassportKeys; now(): Date }): Content {
  const remote = createContractRemote({
    url: args.url,
    audience: 'content',
    keys: args.keys,
    caller: 'activity',
    now: () => args.now(),
  });
  return {
    screen: async (input) => {
      const call = { path: 'moderation.screen', input, output: ScreenState };
      return (await remote.mutate(anonymous(newId()), call).catch(rethrowRemote)).state;
    },
  };
}
