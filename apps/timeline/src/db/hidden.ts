import { HiddenIds } from '@dailyfeed/contract/relation';
import type { Redis } from 'ioredis';

const ttlSeconds = 60;

/** Whom a member is not to meet, as of one version of the graph; another version is another entry. */
export type HiddenKey = { memberId: string; version: string };

/** Undefined when it is not remembered. */
export async function findHidden(redis: Redis, key: HiddenKey): Promise<HiddenIds | undefined> {
  const value = await redis.get(nameOf(key));
  // What another version of this service wrote may have another shape: it is asked for again.
  return value === null ? undefined : HiddenIds.safeParse(JSON.parse(value)).data;
}

export async function saveHidden(redis: Redis, key: HiddenKey, hidden: HiddenIds): Promise<void> {
  await redis.set(nameOf(key), JSON.stringify(hidden), 'EX', ttlSeconds);
}

function nameOf(key: HiddenKey): string {
  return `hidden:{${key.memberId}}:${key.version}`;
}
