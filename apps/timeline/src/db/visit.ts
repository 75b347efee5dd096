import type { Redis, Result } from 'ioredis';

/** Who reads again within this time is still on the same visit. */
const gapMs = 30 * 60_000;
/** Longer than anyone is shown what they missed. */
const ttlSeconds = 30 * 24 * 3600;

export const visitScripts = {
  // A hash: when the member was last here, and when the visit before this one ended.
  visitNote: {
    numberOfKeys: 1,
    lua: `
      local seen = redis.call('HGET', KEYS[1], 'seen')
      if seen and tonumber(ARGV[1]) - tonumber(seen) > ${gapMs} then
        redis.call('HSET', KEYS[1], 'before', seen)
      end
      if not seen or tonumber(seen) < tonumber(ARGV[1]) then
        redis.call('HSET', KEYS[1], 'seen', ARGV[1])
      end
      redis.call('EXPIRE', KEYS[1], ${ttlSeconds})
      return redis.call('HGET', KEYS[1], 'before')`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    visitNote(key: string, nowMs: number): Result<string | null, Context>;
  }
}

/** Notes that the member is here; gives when the visit before this one ended, null when none is known. */
export async function noteVisit(redis: Redis, memberId: string, now: Date): Promise<Date | null> {
  const before = await redis.visitNote(nameOf(memberId), now.getTime());
  return before === null ? null : new Date(Number(before));
}

export async function removeVisit(redis: Redis, memberId: string): Promise<void> {
  await redis.del(nameOf(memberId));
}

function nameOf(memberId: string): string {
  return `visit:${memberId}`;
}
