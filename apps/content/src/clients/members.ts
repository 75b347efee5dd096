import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import type { Log } from '@dailyfeed/service-kit/log';
import { createRemote } from '@dailyfeed/service-kit/remote';
import type { Redis } from 'ioredis';

import type { Members } from '../deps.ts';

/** A write waits no longer than this to learn who is blocked. */
const timeoutMs = 500;
/** After no answer nobody is asked for this long: a dead service slows one write down, not each. */
const pauseMs = 5000;
const keptMs = 60_000;
const keptMax = 10_000;

type Known = { ids: ReadonlySet<string>; version: string | undefined; until: number };

/**
 * Asks the member service whom a member has blocked or is blocked by, and keeps the answer until the version of the
 * member's graph grows, which a block makes it do. Without an answer nobody is blocked: writing goes on.
 */
export function createMembers(args: {
  url: string;
  keys: PassportKeys;
  redis: Redis;
  log: Log;
  now(): Date;
}): Members {
  const { redis, log } = args;
  const remote = createRemote<MemberRouter>({
    url: args.url,
    audience: 'member',
    keys: args.keys,
    caller: 'content',
    timeoutMs,
    now: () => args.now(),
  });
  const known = new Map<string, Known>();
  let pausedUntil = 0;

  async function ask(memberId: string): Promise<ReadonlySet<string> | undefined> {
    if (args.now().getTime() < pausedUntil) return undefined;
    try {
      const member = remote.as(anonymous(newId()));
      const { blocked } = await member.block.hiddenIds.query({ memberId });
      return new Set(blocked);
    } catch (error) {
      pausedUntil = args.now().getTime() + pauseMs;
      log.warn({ err: error }, 'blocks not known');
      return undefined;
    }
  }

  return {
    blockedIds: async (memberId) => {
      // Read first: what is asked after it is at least as fresh.
      const version = await versionOf(redis, memberId);
      const time = args.now().getTime();
      const kept = known.get(memberId);
      if (kept && version !== undefined && kept.version === version && time < kept.until) {
        return kept.ids;
      }
      const ids = await ask(memberId);
      // What was known last is better than nothing.
      if (!ids) return kept?.ids ?? nobody;
      known.delete(memberId);
      known.set(memberId, { ids, version, until: time + keptMs });
      const [oldest] = known.keys();
      if (known.size > keptMax && oldest !== undefined) known.delete(oldest);
      return ids;
    },
  };
}

const nobody: ReadonlySet<string> = new Set();

/** Undefined while Redis is away: then nothing that is kept can be trusted to be fresh. */
async function versionOf(redis: Redis, memberId: string): Promise<string | undefined> {
  try {
    return (await redis.get(`graph:${memberId}`)) ?? '0';
  } catch {
    return undefined;
  }
}
