import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';

import type { Members } from '../deps.ts';

const timeoutMs = 10_000;

/** Asks the member service: in the reader's name whom they may meet, in this service's own who is there. */
export function createMembers(args: { url: string; keys: PassportKeys; now(): Date }): Members {
  const remote = createRemote<MemberRouter>({
    ...args,
    audience: 'member',
    caller: 'search',
    timeoutMs,
    now: () => args.now(),
  });
  return {
    indexed: (ids) =>
      remote
        .as(anonymous(newId()))
        .profile.indexByIds.query({ ids: [...ids] })
        .catch(rethrowRemote),
    listItems: (identity, ids) =>
      remote
        .as(identity)
        .profile.listItems.query({ ids: [...ids] })
        .catch(rethrowRemote),
    readableIds: async (readerId, ids) => {
      const { profile } = remote.as(anonymous(newId()));
      if (readerId === null) {
        const there = await profile.indexByIds.query({ ids: [...ids] }).catch(rethrowRemote);
        return there.filter(({ visibility }) => visibility === 'PUBLIC').map(({ id }) => id);
      }
      const readable = await profile.readableIds
        .query({ readerId, ids: [...ids] })
        .catch(rethrowRemote);
      return readable.ids;
    },
    page: (request) =>
      remote.as(anonymous(newId())).profile.indexPage.query(request).catch(rethrowRemote),
  };
}
