import { AppError } from '@dailyfeed/contract/errors';
import { Role } from '@dailyfeed/contract/member';
import type { Redis } from 'ioredis';
import * as z from 'zod';

import type { AuthLog } from './log.ts';
import { connectSubscriber } from './subscriber.ts';

/** Redis channel on which the member service tells every process of a revocation, as JSON. */
export const revocationsChannel = 'revocations';

/** Something refused before its time. */
export const Revocation = z.object({
  /**
   * One access token (`jti`), one session (`sid`), all tokens of a member until `at`, all a key signed, or those of a
   * member that say other `roles` than the member has.
   */
  kind: z.enum(['token', 'session', 'member', 'key', 'roles']),
  id: z.string().min(1),
  /** What a member's roles are; of kind `roles` only. */
  roles: z.array(Role).optional(),
  /** When it took effect. */
  at: z.iso.datetime(),
  /** From here on no token it concerns can be alive, and it may be forgotten. */
  expiresAt: z.iso.datetime(),
});
export type Revocation = z.infer<typeof Revocation>;

/** What `GET /revocations?since=` answers; `now` is the answering side's clock, in epoch milliseconds. */
export const RevocationList = z.object({ items: z.array(Revocation), now: z.number() });
export type RevocationList = z.infer<typeof RevocationList>;

/** The revocations in force, in memory. */
export type Revocations = {
  isRevoked(token: {
    jti: string;
    principal: { memberId: string; sessionId: string };
    issuedAtMs: number;
  }): Promise<boolean>;
  isKeyRevoked(kid: string): Promise<boolean>;
  /**
   * Resolves once the list has been asked for within the last second and after `sinceMs` (epoch milliseconds); throws
   * as `load` does.
   */
  catchUp(sinceMs: number): Promise<void>;
  /** Calls back with each revocation as it is heard of, once; the result ends that. */
  subscribe(listener: (revocation: Revocation) => void): () => void;
  /** Whether a token says roles that its member does not have, or not any more: a refresh mends it. */
  isRoleChanged(principal: { memberId: string; roles: readonly Role[] }): Promise<boolean>;
  /** Takes one over at once, where it was made in this very process. */
  add(revocation: Revocation): void;
  /** Resolves once the list has been heard of; throws UPSTREAM_UNAVAILABLE while it cannot be. */
  load(): Promise<void>;
} & AsyncDisposable;

export type RevocationsOptions = {
  /** All revocations in force that took effect at or after `sinceMs` (epoch milliseconds). */
  poll(sinceMs: number): Promise<RevocationList>;
  /** Tells of a revocation within milliseconds; without it (or while it is away) polling does, within 5 s. */
  redis?: Redis;
  log: AuthLog;
  now(): Date;
};

const pollEveryMs = 5000;
/** How often a request may ask a failing member service again, before the list was ever heard. */
const failureCooldownMs = 1000;
/** How often what anyone can make up may ask again. */
const catchUpMaxAgeMs = 1000;
/** A row may become visible later than its time says: each poll looks back this far. */
const overlapMs = 60_000;

/**
 * Follows the revocations by Redis pub/sub and by polling. Until the list was heard once, nothing can be judged and
 * asking throws. When both sources are away later, what is known stays in force and the log says so; what is missed
 * is bounded by the life of an access token.
 */
export function createRevocations(options: RevocationsOptions): Revocations {
  const known = new Map<string, Entry>();
  const listeners = new Set<(revocation: Revocation) => void>();
  let sinceMs = 0;
  let isLoaded = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let isFailing = false;
  let failedAtMs = Number.NEGATIVE_INFINITY;
  let polling: Promise<void> | undefined;

  function add(revocation: Revocation): void {
    const entry = {
      atMs: Date.parse(revocation.at),
      expiresAtMs: Date.parse(revocation.expiresAt),
      roles: revocation.roles ?? [],
    };
    const key = keyOf(revocation.kind, revocation.id);
    const older = known.get(key);
    // Deliveries overlap and may arrive out of order; the later one rules.
    if (older && older.atMs >= entry.atMs) return;
    known.set(key, entry);
    for (const listener of listeners) listener(revocation);
  }

  async function poll(): Promise<void> {
    const startedAtMs = options.now().getTime();
    try {
      const list = await options.poll(sinceMs);
      for (const item of list.items) add(item);
      sinceMs = Math.max(0, list.now - overlapMs);
      isLoaded = true;
      askedAtMs = startedAtMs;
      if (isFailing) options.log.info({}, 'revocations available again');
      isFailing = false;
      forgetExpired(known, options.now().getTime());
    } catch (error) {
      if (!isFailing) options.log.warn({ err: error }, 'revocations unavailable');
      isFailing = true;
      failedAtMs = options.now().getTime();
      throw new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
    }
  }
  const pollOnce = (): Promise<void> =>
    (polling ??= poll().finally(() => {
      polling = undefined;
    }));
  // The failure is logged where it happened, and the next turn tries again.
  const pollQuietly = (): void => void pollOnce().catch(() => undefined);

  async function pollUnlessCooling(): Promise<void> {
    const isCooling = options.now().getTime() - failedAtMs < failureCooldownMs;
    if (polling === undefined && isCooling) throw new AppError('UPSTREAM_UNAVAILABLE');
    await pollOnce();
  }
  async function load(): Promise<void> {
    if (!isLoaded) await pollUnlessCooling();
  }

  async function find(kind: Revocation['kind'], id: string): Promise<Entry | undefined> {
    await load();
    return known.get(keyOf(kind, id));
  }

  const timer = setInterval(pollQuietly, pollEveryMs);
  timer.unref();
  pollQuietly();
  const unsubscribe = options.redis
    ? follow(options.redis, { log: options.log, add, onReady: pollQuietly })
    : () => undefined;

  return {
    add,
    load,
    catchUp: async (sinceMs) => {
      const leastMs = Math.max(sinceMs + 1, options.now().getTime() - catchUpMaxAgeMs);
      // One that is under way may have been asked before.
      if (askedAtMs < leastMs) await polling?.catch(() => undefined);
      if (askedAtMs < leastMs) await pollUnlessCooling();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isKeyRevoked: async (kid) => (await find('key', kid)) !== undefined,
    isRoleChanged: async ({ memberId, roles }) => {
      const entry = await find('roles', memberId);
      return entry !== undefined && !hasSame(entry.roles, roles);
    },
    isRevoked: async ({ jti, principal, issuedAtMs }) => {
      if (await find('token', jti)) return true;
      if (await find('session', principal.sessionId)) return true;
      const member = await find('member', principal.memberId);
      // `iat` counts whole seconds: a token of the very second is taken as older, the safe side.
      return member !== undefined && issuedAtMs <= member.atMs;
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      unsubscribe();
      await polling?.catch(() => undefined);
    },
  };
}

type Entry = { atMs: number; expiresAtMs: number; roles: Role[] };

function hasSame(one: readonly Role[], other: readonly Role[]): boolean {
  return one.length === other.length && one.every((role) => other.includes(role));
}

function keyOf(kind: Revocation['kind'], id: string): string {
  return `${kind}:${id}`;
}

function forgetExpired(known: Map<string, Entry>, nowMs: number): void {
  for (const [key, entry] of known) if (entry.expiresAtMs < nowMs) known.delete(key);
}

function follow(
  redis: Redis,
  options: { log: AuthLog; add: (revocation: Revocation) => void; onReady: () => void },
): () => void {
  const subscriber = connectSubscriber(redis, {
    log: options.log,
    onMessage: (_channel, message) => {
      const revocation = parse(message);
      if (revocation) options.add(revocation);
      else options.log.error({}, 'revocation unreadable');
    },
    // What was published while nobody listened is in the list.
    onReady: options.onReady,
  });
  void subscriber.subscribe(revocationsChannel);
  return () => subscriber.disconnect();
}

function parse(message: string): Revocation | undefined {
  try {
    return Revocation.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
