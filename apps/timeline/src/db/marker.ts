import { Marker } from '@dailyfeed/contract/feed';
import type { Redis } from 'ioredis';

/** As long as a home timeline waits for its member. */
const ttlSeconds = 14 * 24 * 3600;

/** Undefined when none is kept. */
export async function findMarker(redis: Redis, memberId: string): Promise<Marker | undefined> {
  const value = await redis.get(nameOf(memberId));
  // What another version of this service wrote may have another shape: then there is none.
  return value === null ? undefined : Marker.safeParse(JSON.parse(value)).data;
}

export async function saveMarker(redis: Redis, memberId: string, marker: Marker): Promise<void> {
  await redis.set(nameOf(memberId), JSON.stringify(marker), 'EX', ttlSeconds);
}

export async function removeMarker(redis: Redis, memberId: string): Promise<void> {
  await redis.del(nameOf(memberId));
}

function nameOf(memberId: string): string {
  return `marker:${memberId}`;
}
