import { createHash } from 'node:crypto';

import { networkOf } from '@dailyfeed/auth/network';
import type { Redis } from 'ioredis';

export type LogInAttempt = { email: string; address: string };

type Rule = { kind: 'account' | 'address'; freeFailures: number; windowSeconds: number };
type Rules = Record<Rule['kind'], Rule>;

/** What is counted: passwords that were wrong, mails that were asked for, or names that were found taken. */
export type Throttled = 'log-in' | 'mail' | 'sign-up';

/** The person at the keyboard errs a few times; an office behind one address, often. */
const rulesFor: Record<Throttled, Rules> = {
  'log-in': {
    account: { kind: 'account', freeFailures: 10, windowSeconds: 3600 },
    address: { kind: 'address', freeFailures: 100, windowSeconds: 900 },
  },
  mail: {
    account: { kind: 'account', freeFailures: 5, windowSeconds: 3600 },
    address: { kind: 'address', freeFailures: 30, windowSeconds: 900 },
  },
  'sign-up': {
    account: { kind: 'account', freeFailures: 30, windowSeconds: 3600 },
    address: { kind: 'address', freeFailures: 300, windowSeconds: 900 },
  },
};
const longestWaitSeconds = 900;

/** Failures and waits by key, wherever they are kept. */
type Counter = {
  getWaitSeconds(key: string): Promise<number>;
  /** Counts one more within the window, and gives how many there are. */
  count(key: string, windowSeconds: number): Promise<number>;
  /** Starts a wait unless one is under way; says whether it did. */
  wait(key: string, seconds: number): Promise<boolean>;
  /** Undoes one `count`, and with it the wait that it brought about. */
  takeBack(key: string, args: { hasWait: boolean }): Promise<void>;
  forget(key: string): Promise<void>;
};

type Counted = { key: string; waitSeconds: number; isCounted: boolean; hasWait: boolean };

/**
 * Counts failed log-ins by account and by address, and asks for a growing wait: 2 s after the free ones, twice as long
 * after each further one. An attempt counts before it is judged, so that a hundred at once do not pass as one. In
 * Redis for all processes; while that is away, each process counts for itself.
 */
export function createLogInThrottle(
  redis: Redis,
  clock: { now(): Date },
  throttled: Throttled = 'log-in',
): {
  begin(attempt: LogInAttempt): Promise<{
    waitSeconds: number;
    succeed(): Promise<void>;
    takeBack(): Promise<void>;
  }>;
} {
  const counter = firstOf(createRedisCounter(redis, throttled), createLocalCounter(clock));
  const rulesOf = (attempt: LogInAttempt) => keyed(attempt, rulesFor[throttled]);
  return {
    begin: async (attempt) => {
      const all = await Promise.all(rulesOf(attempt).map((each) => countOne(counter, each)));
      const waitSeconds = Math.max(...all.map((each) => each.waitSeconds));
      const takeBack = async (): Promise<void> => {
        const counted = all.filter((each) => each.isCounted);
        await Promise.all(counted.map((each) => counter.takeBack(each.key, each)));
      };
      if (waitSeconds > 0) await takeBack();
      return {
        waitSeconds,
        takeBack,
        succeed: async () => {
          await takeBack();
          await counter.forget(keyOf('account', attempt.email));
        },
      };
    },
  };
}

async function countOne(
  counter: Counter,
  { key, rule }: { key: string; rule: Rule },
): Promise<Counted> {
  const waitSeconds = await counter.getWaitSeconds(key);
  if (waitSeconds > 0) return { key, waitSeconds, isCounted: false, hasWait: false };
  const excess = (await counter.count(key, rule.windowSeconds)) - rule.freeFailures;
  const counted = { key, waitSeconds: 0, isCounted: true, hasWait: false };
  if (excess < 0) return counted;
  const hasWait = await counter.wait(key, Math.min(2 ** (excess + 1), longestWaitSeconds));
  if (hasWait) return { ...counted, hasWait };
  // Another attempt has just begun this wait; this one comes after it.
  return { ...counted, waitSeconds: Math.max(1, await counter.getWaitSeconds(key)) };
}

function keyed({ email, address }: LogInAttempt, rules: Rules): { key: string; rule: Rule }[] {
  const account = { key: keyOf('account', email), rule: rules.account };
  if (address === '') return [account];
  return [account, { key: keyOf('address', networkOf(address)), rule: rules.address }];
}

/** Neither e-mail nor address stands in the store as it is. */
function keyOf(kind: Rule['kind'], value: string): string {
  return `${kind}:${createHash('sha256').update(value).digest('base64url')}`;
}

function createRedisCounter(redis: Redis, throttled: Throttled): Counter {
  const failures = (key: string): string => `${throttled}-failures:${key}`;
  const waits = (key: string): string => `${throttled}-wait:${key}`;
  return {
    getWaitSeconds: async (key) => Math.max(0, await redis.ttl(waits(key))),
    count: async (key, windowSeconds) => {
      const count = await redis.incr(failures(key));
      await redis.expire(failures(key), windowSeconds);
      return count;
    },
    wait: async (key, seconds) => (await redis.set(waits(key), '1', 'EX', seconds, 'NX')) === 'OK',
    takeBack: async (key, { hasWait }) => {
      if (hasWait) await redis.del(waits(key));
      // A window that has ended meanwhile must not begin below zero.
      if ((await redis.decr(failures(key))) <= 0) await redis.del(failures(key));
    },
    forget: async (key) => {
      await Promise.all([redis.del(failures(key)), redis.del(waits(key))]);
    },
  };
}

const localMax = 10_000;

function createLocalCounter(clock: { now(): Date }): Counter {
  const entries = new Map<string, { failures: number; endsAtMs: number; waitsUntilMs: number }>();
  const find = (key: string) => {
    const entry = entries.get(key);
    return entry && entry.endsAtMs > clock.now().getTime() ? entry : undefined;
  };
  return {
    getWaitSeconds: async (key) => {
      const waitsMs = (find(key)?.waitsUntilMs ?? 0) - clock.now().getTime();
      return Math.max(0, Math.ceil(waitsMs / 1000));
    },
    count: async (key, windowSeconds) => {
      const entry = find(key) ?? { failures: 0, endsAtMs: 0, waitsUntilMs: 0 };
      entry.failures += 1;
      entry.endsAtMs = clock.now().getTime() + windowSeconds * 1000;
      // Re-insertion keeps the map in order of use; the least recently used goes first.
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > localMax) entries.delete(entries.keys().next().value ?? '');
      return entry.failures;
    },
    wait: async (key, seconds) => {
      const entry = find(key);
      const nowMs = clock.now().getTime();
      if (!entry || entry.waitsUntilMs > nowMs) return false;
      entry.waitsUntilMs = nowMs + seconds * 1000;
      return true;
    },
    takeBack: async (key, { hasWait }) => {
      const entry = find(key);
      if (!entry) return;
      entry.failures = Math.max(0, entry.failures - 1);
      if (hasWait) entry.waitsUntilMs = 0;
    },
    forget: async (key) => void entries.delete(key),
  };
}

/** Asks `primary`, and `fallback` where that fails. Its outage is logged where it is connected. */
function firstOf(primary: Counter, fallback: Counter): Counter {
  return {
    getWaitSeconds: (key) => primary.getWaitSeconds(key).catch(() => fallback.getWaitSeconds(key)),
    count: (key, windowSeconds) =>
      primary.count(key, windowSeconds).catch(() => fallback.count(key, windowSeconds)),
    wait: (key, seconds) => primary.wait(key, seconds).catch(() => fallback.wait(key, seconds)),
    takeBack: (key, args) => primary.takeBack(key, args).catch(() => fallback.takeBack(key, args)),
    forget: (key) => primary.forget(key).catch(() => fallback.forget(key)),
  };
}
