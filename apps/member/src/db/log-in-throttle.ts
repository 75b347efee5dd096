import { createHash } from 'node:crypto';

import type { Redis } from 'ioredis';

export type LogInAttempt = { email: string; address: string };

type Rule = { kind: 'account' | 'address'; freeFailures: number; windowSeconds: number };
type Rules = Record<Rule['kind'], Rule>;

/** What is counted: passwords that were wrong, or mails that were asked for. */
export type Throttled = 'log-in' | 'mail';

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
};
const longestWaitSeconds = 900;

/** Failures and waits by key, wherever they are kept. */
type Counter = {
  getWaitSeconds(key: string): Promise<number>;
  /** Counts one more within the window, and gives how many there are. */
  count(key: string, windowSeconds: number): Promise<number>;
  wait(key: string, seconds: number): Promise<void>;
  forget(key: string): Promise<void>;
};

/**
 * Counts failed log-ins by account and by address, and asks for a growing wait: 2 s after the free ones, twice as long
 * after each further one. In Redis for all processes; while that is away, each process counts for itself.
 */
export function createLogInThrottle(
  redis: Redis,
  clock: { now(): Date },
  throttled: Throttled = 'log-in',
): {
  getWaitSeconds(attempt: LogInAttempt): Promise<number>;
  fail(attempt: LogInAttempt): Promise<void>;
  succeed(attempt: LogInAttempt): Promise<void>;
} {
  const counter = firstOf(createRedisCounter(redis, throttled), createLocalCounter(clock));
  const rulesOf = (attempt: LogInAttempt) => keyed(attempt, rulesFor[throttled]);
  return {
    getWaitSeconds: async (attempt) => {
      const waits = rulesOf(attempt).map(({ key }) => counter.getWaitSeconds(key));
      return Math.max(...(await Promise.all(waits)));
    },
    fail: async (attempt) => {
      const counts = rulesOf(attempt).map(async ({ key, rule }) => {
        const failures = await counter.count(key, rule.windowSeconds);
        const excess = failures - rule.freeFailures;
        if (excess >= 0) await counter.wait(key, Math.min(2 ** (excess + 1), longestWaitSeconds));
      });
      await Promise.all(counts);
    },
    succeed: (attempt) => counter.forget(keyOf('account', attempt.email)),
  };
}

function keyed({ email, address }: LogInAttempt, rules: Rules): { key: string; rule: Rule }[] {
  const account = { key: keyOf('account', email), rule: rules.account };
  if (address === '') return [account];
  return [account, { key: keyOf('address', address), rule: rules.address }];
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
    wait: async (key, seconds) => {
      await redis.set(waits(key), '1', 'EX', seconds);
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
      if (entry) entry.waitsUntilMs = clock.now().getTime() + seconds * 1000;
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
    forget: (key) => primary.forget(key).catch(() => fallback.forget(key)),
  };
}
