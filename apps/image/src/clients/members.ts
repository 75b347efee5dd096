import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import { createRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';
import type { Redis } from 'ioredis';

import type { Members, Standing } from '../deps.ts';

const standings: readonly Standing[] = ['public', 'closed', 'gone'];

/** What nobody tells of is noticed after this. */
const keptSeconds = 60;

/**
 * Asks the member service who is public, and remembers the answer in Redis until the version of the member's graph
 * grows, which a changed visibility makes it do. While Redis is away, each question is asked.
 */
export function createMembers(args: {
  url: string;
  keys: PassportKeys;
  redis: Redis;
  now(): Date;
}): Members {
  const { redis } = args;
  const remote = createRemote<MemberRouter>({
    url: args.url,
    audience: 'member',
    keys: args.keys,
    caller: 'image',
    now: () => args.now(),
  });
  return {
    standingOf: async (memberId) => {
      // Read first: what is asked after it is at least as fresh.
      const known = await read(redis, memberId);
      if (known?.answer !== undefined) return known.answer;
      const [member] = await remote
        .as(anonymous(newId()))
        .profile.summaries.query({ ids: [memberId] })
        .catch(rethrowRemote);
      const standing = toStanding(member?.visibility);
      if (known) {
        const value = `${known.version} ${standing}`;
        await redis.set(keyOf(memberId), value, 'EX', keptSeconds).catch(() => undefined);
      }
      return standing;
    },
    forget: async (memberId) => {
      // It is forgotten by itself where Redis cannot be told.
      await redis.del(keyOf(memberId)).catch(() => undefined);
    },
  };
}

function toStanding(visibility: string | undefined): Standing {
  if (visibility === undefined) return 'gone';
  return visibility === 'PUBLIC' ? 'public' : 'closed';
}

/** Undefined while Redis is away; without an answer where none is kept, or a stale one. */
async function read(
  redis: Redis,
  memberId: string,
): Promise<{ version: string; answer: Standing | undefined } | undefined> {
  try {
    const [graph, kept] = await Promise.all([
      redis.get(`graph:${memberId}`),
      redis.get(keyOf(memberId)),
    ]);
    const version = graph ?? '0';
    const [keptVersion, answer] = kept?.split(' ') ?? [];
    return {
      version,
      answer: keptVersion === version ? standings.find((each) => each === answer) : undefined,
    };
  } catch {
    return undefined;
  }
}

function keyOf(memberId: string): string {
  return `image-owner:${memberId}`;
}
