import type { Redis } from 'ioredis';

/** Grows with every change of whom a member follows: a home timeline built before is rebuilt on the next read. */
export async function incrementGraphVersions(redis: Redis, followerIds: string[]): Promise<void> {
  await Promise.all(followerIds.map((id) => redis.incr(`graph:${id}`)));
}

/** Nobody reads the timeline of a member who is gone. */
export async function forgetGraphVersion(redis: Redis, memberId: string): Promise<void> {
  await redis.del(`graph:${memberId}`);
}
