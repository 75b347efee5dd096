import { PostId } from '@dailyfeed/contract/post';
import type { Redis } from 'ioredis';
import * as z from 'zod';

/** As long as a home timeline waits for its member. */
const ttlSeconds = 14 * 24 * 3600;

/** Which post was under the eye, and when. */
const KeptMarker = z.object({ postId: PostId, setAt: z.iso.datetime() });
export type KeptMarker = z.infer<typeof KeptMarker>;

/** Undefined when none is kept. */
export async function findMarker(redis: Redis, memberId: string): Promise<KeptMarker | undefined> {
  const value = await redis.get(nameOf(memberId));
  // What another version of this service wrote may have another shape: then there is none.
  return value === null ? undefined : KeptMarker.safeParse(JSON.parse(value)).data;
}

export async function saveMarker(
  redis: Redis,
  memberId: string,
  marker: KeptMarker,
): Promise<void> {
  await redis.set(nameOf(memberId), JSON.stringify(marker), 'EX', ttlSeconds);
}

export async function removeMarker(redis: Redis, memberId: string): Promise<void> {
  await redis.del(nameOf(memberId));
}

function nameOf(memberId: string): string {
  return `marker:${memberId}`;
}
