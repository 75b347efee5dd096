import { anonymous } from '@dailyfeed/auth/identity';
import type { PassportKeys } from '@dailyfeed/auth/passport';
import type { MemberRouter } from '@dailyfeed/member/api';
import { newId } from '@dailyfeed/service-kit/id';
import type { Log } from '@dailyfeed/service-kit/log';
import { createRemote, type Remote, rethrowRemote } from '@dailyfeed/service-kit/remote';
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';

import type { Members } from '../deps.ts';

/**
 * A write waits no longer than this to learn whether its author may read what it answers. Long enough for a member
 * service that is busy: taken for away, it would leave mentions untold and let blocked members answer.
 */
const timeoutMs = 1500;
/** After no answer nobody is asked for this long: a dead service slows one write down, not each. */
const pauseMs = 5000;
const keptMs = 60_000;
const keptMax = 10_000;

type MemberApi = ReturnType<Remote<MemberRouter>['as']>;
/** What was learned, as of the version of the graphs it depends on. */
type Known = { answer: unknown; version: string | undefined; until: number };

/**
 * Asks the member service whose words a member may not read, and keeps the answer for the two until the version of
 * either's graph grows, which a follow, a block and a changed visibility make it do. Without an answer everybody may be
 * read: writing goes on.
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
  const known = new LRUCache<string, Known>({ max: keptMax });
  let pausedUntil = -Infinity;

  async function ask<T>(question: (member: MemberApi) => Promise<T>): Promise<T | undefined> {
    if (performance.now() < pausedUntil) return undefined;
    try {
      return await question(remote.as(anonymous(newId())));
    } catch (error) {
      pausedUntil = performance.now() + pauseMs;
      log.warn({ err: error }, 'member does not answer');
      return undefined;
    }
  }

  /** The answer to a question about these members; what was known last is better than nothing. */
  async function recall<T>(
    question: string,
    memberIds: string[],
    toAnswer: (member: MemberApi) => Promise<T>,
  ): Promise<T | undefined> {
    const key = `${question} ${memberIds.join(' ')}`;
    // Read first: what is asked after it is at least as fresh.
    const version = await versionOf(redis, memberIds);
    const time = performance.now();
    const kept = known.get(key);
    const last = kept?.answer as T | undefined; // of the same question
    if (kept && version !== undefined && kept.version === version && time < kept.until) return last;
    const answer = await ask(toAnswer);
    if (answer === undefined) return last;
    known.set(key, { answer, version, until: time + keptMs });
    return answer;
  }

  async function isHidden(readerId: string, authorId: string): Promise<boolean> {
    const answer = await recall('isHidden', [readerId, authorId], async (member) => {
      const { ids } = await member.profile.readableIds.query({ readerId, ids: [authorId] });
      return !ids.includes(authorId);
    });
    return answer ?? false;
  }

  return {
    hiddenAmong: async (memberId, authorIds) => {
      const verdicts = await Promise.all(authorIds.map((id) => isHidden(memberId, id)));
      return new Set(authorIds.filter((_, index) => verdicts[index]));
    },
    idsByHandle: async (handles) => {
      const holders = await ask((member) =>
        member.profile.byHandles.query({ handles: [...handles] }),
      );
      return holders && new Map(holders.map((holder) => [holder.handle, holder.memberId]));
    },
    visibilityOf: async (memberId) => {
      const visibility = await recall('visibility', [memberId], async (member) => {
        const [found] = await member.profile.summaries.query({ ids: [memberId] });
        return found?.visibility ?? null;
      });
      return visibility ?? null;
    },
    summaries: async (ids) => {
      if (ids.length === 0) return new Map();
      const found = await ask((member) => member.profile.summaries.query({ ids: [...ids] }));
      return new Map((found ?? []).map((member) => [member.id, member]));
    },
    canRead: async (readerId, authorId) => {
      if (readerId === authorId) return true;
      const member = remote.as(anonymous(newId()));
      if (readerId === null) {
        const [author] = await member.profile.summaries
          .query({ ids: [authorId] })
          .catch(rethrowRemote);
        return author?.visibility === 'PUBLIC';
      }
      const question = { readerId, ids: [authorId] };
      const { ids } = await member.profile.readableIds.query(question).catch(rethrowRemote);
      return ids.includes(authorId);
    },
  };
}

/** Undefined while Redis is away: then nothing that is kept can be trusted to be fresh. */
async function versionOf(redis: Redis, memberIds: string[]): Promise<string | undefined> {
  try {
    const versions = await Promise.all(memberIds.map((id) => redis.get(`graph:${id}`)));
    return versions.map((version) => version ?? '0').join(' ');
  } catch {
    return undefined;
  }
}
