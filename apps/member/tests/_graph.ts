import type { TRPCClient } from '@trpc/client';

import type { MemberRouter } from '../src/api.ts';
import type { Deps } from '../src/deps.ts';
import type { Speaker } from './_harness.ts';

type As = (person: Speaker) => TRPCClient<MemberRouter>;

/** Who follows whom: how tests change it and what they look at. */
export function createGraph({ db, redis }: Pick<Deps, 'db' | 'redis'>, as: As) {
  return {
    follow: (from: Speaker, to: { id: string }) =>
      as(from).follow.follow.mutate({ memberId: to.id }),
    unfollow: (from: Speaker, to: { id: string }) =>
      as(from).follow.unfollow.mutate({ memberId: to.id }),
    countsOf: async ({ id }: { id: string }) => {
      const row = await db.member.findUniqueOrThrow({ where: { id } });
      return { followers: row.followerCount, followings: row.followingCount };
    },
    graphVersionOf: async ({ id }: { id: string }) => Number(await redis.get(`graph:${id}`)),
    /** What happened to a member since the sign-up, in the order in which it will be sent. */
    eventsAbout: async ({ id }: { id: string }) => {
      const rows = await db.outbox.findMany({ where: { key: id }, orderBy: { seq: 'asc' } });
      return rows
        .map((row) => row.event as { type: string }) // an envelope
        .filter((event) => event.type !== 'member.signed_up');
    },
  };
}
