import { createPublicKey } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';
import * as z from 'zod';

import type { KeySource, VerificationKey } from './access-token.ts';
import type { AuthLog } from './log.ts';

/** One public key as the member service publishes it (RFC 7517), with when it was made and what it does. */
export const SigningJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string().min(1),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  /** ISO 8601. */
  created_at: z.iso.datetime(),
  /** Published before it signs, signing, or published until the last token it signed has expired. */
  state: z.enum(['next', 'current', 'previous']),
});
export type SigningJwk = z.infer<typeof SigningJwk>;

/** The document at `/.well-known/jwks.json`. */
export const SigningJwks = z.object({ keys: z.array(SigningJwk) });
export type SigningJwks = z.infer<typeof SigningJwks>;

export type RemoteKeysOptions = {
  /** Address of the JWKS document. */
  url: string;
  log: AuthLog;
  now(): Date;
};

/** Keys are published at least 11 minutes before they sign, so nobody who looks this often meets an unknown one. */
const maxAgeMs = 10 * 60_000;
/** How often an unknown `kid` may ask again; anyone can make one up. */
const unknownKidCooldownMs = 30_000;
/** How often a failing member service is asked again. */
const failureCooldownMs = 1000;
const fetchTimeoutMs = 3000;

/**
 * The issuer's keys over HTTP, cached. Served stale while the member service is away; asked again in the background
 * after 10 minutes, and on an unknown `kid` at most every 30 s. `load()` resolves once keys are there.
 */
export function createRemoteKeys(
  options: RemoteKeysOptions,
): KeySource & { load(): Promise<void> } {
  let keys: Map<string, KnownKey> | undefined;
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let failedAtMs = Number.NEGATIVE_INFINITY;
  let isFailing = false;
  let fetching: Promise<void> | undefined;

  async function refetch(): Promise<void> {
    const nowMs = options.now().getTime();
    try {
      keys = await fetchKeys(options.url);
      fetchedAtMs = nowMs;
      if (isFailing) options.log.info({}, 'signing keys available again');
      isFailing = false;
    } catch (error) {
      if (!isFailing) options.log.warn({ err: error }, 'signing keys unavailable');
      isFailing = true;
      failedAtMs = nowMs;
      throw new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
    }
  }
  const refetchOnce = (): Promise<void> =>
    (fetching ??= refetch().finally(() => {
      fetching = undefined;
    }));

  async function refetchIfDue(cooldownMs: number): Promise<void> {
    const nowMs = options.now().getTime();
    if (isFailing && fetching === undefined && nowMs - failedAtMs < failureCooldownMs)
      throw new AppError('UPSTREAM_UNAVAILABLE');
    if (fetching !== undefined || nowMs - fetchedAtMs >= cooldownMs) await refetchOnce();
  }

  /** In the background: what is known serves meanwhile. */
  function refetchIfOld(): void {
    if (options.now().getTime() - fetchedAtMs >= maxAgeMs)
      refetchIfDue(maxAgeMs).catch(() => undefined); // logged where it failed
  }

  return {
    load: async () => {
      if (!keys) await refetchIfDue(0);
    },
    find: async (kid) => {
      const known = keys?.get(kid);
      if (!known) {
        // While the issuer is away nobody can say that a key does not exist: this throws rather than log out.
        await refetchIfDue(unknownKidCooldownMs);
        return keys?.get(kid);
      }
      refetchIfOld();
      return known;
    },
    readAtMs: () => fetchedAtMs,
    expire: () => {
      fetchedAtMs = Number.NEGATIVE_INFINITY;
    },
    isCurrent: async (kid) => {
      // Of tokens that are verified already this alone is asked.
      refetchIfOld();
      return isCurrentAmong([...(keys?.values() ?? [])], kid);
    },
  };
}

/** Whether `kid` signs today, as far as `keys` tells: not when a later-created key is known to be current. */
export function isCurrentAmong(
  keys: readonly { kid: string; createdAtMs: number; state: string }[],
  kid: string,
): boolean {
  const key = keys.find((known) => known.kid === kid);
  if (!key) return true;
  return !keys.some((other) => other.state === 'current' && other.createdAtMs > key.createdAtMs);
}

type KnownKey = VerificationKey & { createdAtMs: number; state: SigningJwk['state'] };

async function fetchKeys(url: string): Promise<Map<string, KnownKey>> {
  const answer = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(fetchTimeoutMs),
  });
  if (!answer.ok) throw new Error(`The issuer answered ${answer.status}`);
  const document = SigningJwks.parse(await answer.json());
  return new Map(document.keys.map((jwk) => [jwk.kid, toKnownKey(jwk)]));
}

function toKnownKey(jwk: SigningJwk): KnownKey {
  return {
    kid: jwk.kid,
    key: createPublicKey({
      key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
      format: 'jwk',
    }),
    createdAtMs: Date.parse(jwk.created_at),
    state: jwk.state,
  };
}
