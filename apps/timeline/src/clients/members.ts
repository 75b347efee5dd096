import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Members } from '../deps.ts';

/** Most ids the member service takes in one call. */
const summariesMax = 200;

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
    summaries: async (ids) => {
      const batches = batchesOf(ids, summariesMax);
      const answers = await Promise.all(
        batches.map((batch) =>
          member().profile.summaries.query({ ids: batch }).catch(rethrowRemote),
        ),
      );
      return answers.flat();
    },
    followIds: (input) => member().follow.ids.query(input).catch(rethrowRemote),
    hiddenIds: (memberId) => member().block.hiddenIds.query({ memberId }).catch(rethrowRemote),
  };
}

function batchesOf(ids: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );
}
