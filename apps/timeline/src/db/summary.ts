import { randomUUID } from 'node:crypto';

import { MemberSummary } from '@dailyfeed/contract/member';
import type { Redis, Result } from 'ioredis';

const ttlSeconds = 60;
/** Someone unknown may be someone who has just signed up. */
const unknownTtlSeconds = 5;
/** Longer than a question to the member service may take. */
const forgottenTtlSeconds = 10;

/** Null: the member service knows no such member, which is worth remembering as well. */
const Summary = MemberSummary.nullable();
export type Summary = MemberSummary | null;

/** What Redis holds of a member: `raw` is empty where that is nothing, `summary` undefined where that is none. */
export type KeptSummary = { raw: string; summary: Summary | undefined };

export const summaryScripts = {
  // Not where somebody has been forgotten since it was asked for: what comes then may be older than the change.
  summarySave: {
    numberOfKeys: 1,
    lua: `
      if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
      return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    summarySave(key: string, before: string, text: string, seconds: number): Result<0 | 1, Context>;
  }
}

export async function findSummaries(
  redis: Redis,
  ids: readonly string[],
): Promise<Map<string, KeptSummary>> {
  // Single GETs, which the driver sends together: a cluster keeps them on several servers.
  const values = await Promise.all(ids.map((id) => redis.get(keyOf(id))));
  return new Map(ids.map((id, index) => [id, toKept(values[index] ?? null)]));
}

/** Keeps a summary for a minute, unless what was kept is no longer what it was `before` it was asked for. */
export async function saveSummary(
  redis: Redis,
  kept: { id: string; summary: Summary; before: KeptSummary | undefined },
): Promise<void> {
  const { id, summary, before } = kept;
  const seconds = summary ? ttlSeconds : unknownTtlSeconds;
  await redis.summarySave(keyOf(id), before?.raw ?? '', JSON.stringify(summary), seconds);
}

/** Leaves a mark like no other, by which one that is being loaded this moment is known to be too old. */
export async function forgetSummary(redis: Redis, id: string): Promise<void> {
  const mark = JSON.stringify({ forgotten: randomUUID() });
  await redis.set(keyOf(id), mark, 'EX', forgottenTtlSeconds);
}

function toKept(raw: string | null): KeptSummary {
  if (raw === null) return { raw: '', summary: undefined };
  // What another version of this service wrote may have another shape: it is asked for again.
  const summary = Summary.safeParse(JSON.parse(raw));
  return { raw, summary: summary.success ? summary.data : undefined };
}

function keyOf(memberId: string): string {
  return `summary:${memberId}`;
}
