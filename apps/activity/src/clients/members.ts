import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { readableMax, relationshipsMax } from '@dailyfeed/contract/member';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Members } from '../deps.ts';

/** Asks the member service in this service's own name: its answers are the same whoever reads. */
export function createMembers(args: { url: string; keys: PassportKeys; now(): Date }): Members {
  const remote = createRemote<MemberRouter>({
    url: args.url,
    audience: 'member',
    keys: args.keys,
    caller: 'activity',
    now: () => args.now(),
  });
  const member = () => remote.as(anonymous(newId()));
  return {
    summaries: (ids) =>
      member()
        .profile.summaries.query({ ids: [...ids] })
        .catch(rethrowRemote),
    idsByHandle: async (handles) => {
      const input = { handles: [...handles] };
      const holders = await member().profile.byHandles.query(input).catch(rethrowRemote);
      return holders.map(({ memberId }) => memberId);
    },
    followings: (memberId) =>
      member().follow.ids.query({ memberId, side: 'followings' }).catch(rethrowRemote),
    readableIds: (readerId, ids) =>
      inParts(ids, readableMax, async (some) => {
        const input = { readerId, ids: some };
        return (await member().profile.readableIds.query(input).catch(rethrowRemote)).ids;
      }),
    relationships: (given) =>
      inParts(given, relationshipsMax, (pairs) =>
        member().profile.relationships.query({ pairs }).catch(rethrowRemote),
      ),
    hiddenIds: (memberId) => member().block.hiddenIds.query({ memberId }).catch(rethrowRemote),
  };
}

/** Asks about as many at once as may be asked about; about none, nothing. */
async function inParts<T, Answer>(
  all: readonly T[],
  max: number,
  ask: (some: T[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < all.length; start += max) {
    answers.push(...(await ask(all.slice(start, start + max))));
  }
  return answers;
}
