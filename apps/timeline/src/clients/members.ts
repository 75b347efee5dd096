import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { summariesMax } from '@dailyfeed/contract/member';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { inParts } from '@dailyfeed/service-kit/in-parts';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Members } from '../deps.ts';

/** Asks the member service in this service's own name: its answers are the same whoever reads. */
export function createMembers(args: { url: string; keys: PassportKeys; now(): Date }): Members {
  const remote = createRemote<MemberRouter>({
    url: args.url,
    audience: 'member',
    keys: args.keys,
    caller: 'timeline',
    now: () => args.now(),
  });
  const member = () => remote.as(anonymous(newId()));
  return {
    summaries: (given) =>
      inParts(given, summariesMax, (ids) =>
        member().profile.summaries.query({ ids }).catch(rethrowRemote),
      ),
    followIds: (input) => member().follow.ids.query(input).catch(rethrowRemote),
    hiddenIds: (memberId) => member().block.hiddenIds.query({ memberId }).catch(rethrowRemote),
  };
}
