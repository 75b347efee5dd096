import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import { readableMax, relationshipsMax, summariesMax } from '@dailyfeed/contract/member';
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
    caller: 'activity',
    now: () => args.now(),
  });
  const member = () => remote.as(anonymous(newId()));
  return askInParts({
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
    readableIds: async (readerId, ids) => {
      const input = { readerId, ids: [...ids] };
      return (await member().profile.readableIds.query(input).catch(rethrowRemote)).ids;
    },
    relationships: (pairs) =>
      member()
        .profile.relationships.query({ pairs: [...pairs] })
        .catch(rethrowRemote),
    hiddenIds: (memberId) => member().block.hiddenIds.query({ memberId }).catch(rethrowRemote),
  });
}

/** Takes any number of ids for a service that takes no more at once than its contract says, and never none. */
export function askInParts(members: Members): Members {
  return {
    ...members,
    summaries: (ids) => inParts(ids, summariesMax, (some) => members.summaries(some)),
    readableIds: (readerId, ids) =>
      inParts(ids, readableMax, (some) => members.readableIds(readerId, some)),
    relationships: (pairs) =>
      inParts(pairs, relationshipsMax, (some) => members.relationships(some)),
  };
}
