import { createHash, type KeyObject } from 'node:crypto';

import { Role } from '@dailyfeed/contract/member';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import * as z from 'zod';

import type { Principal } from './identity.ts';
import type { Revocations } from './revocations.ts';

/** Issuer and audience of every access token, and its `typ` header (RFC 9068). */
export const accessTokenIssuer = 'dailyfeed';
export const accessTokenAudience = 'dailyfeed-api';
export const accessTokenType = 'at+jwt';

/** What an access token turned out to be. */
export type AccessTokenVerdict =
  | {
      kind: 'valid';
      principal: Principal;
      jti: string;
      expiresAt: Date;
      /** Signed by an older key, or with less than a minute left: the work is done, and a refresh is advised. */
      isRefreshAdvised: boolean;
    }
  | { kind: 'expired' }
  | { kind: 'revoked' }
  | { kind: 'invalid' };

/**
 * Judges access tokens: signature, issuer, audience, type, life, revocation. Never throws on a bad token;
 * throws UPSTREAM_UNAVAILABLE when keys or revocations have never been heard of, because nothing can be judged.
 */
export type AccessTokenVerifier = { verify(token: string): Promise<AccessTokenVerdict> };

export type VerificationKey = { kid: string; key: KeyObject };

/** Where public keys come from: JWKS over HTTP, or the member service's own table. */
export type KeySource = {
  /** Undefined: no such key, as far as the issuer says. */
  find(kid: string): Promise<VerificationKey | undefined>;
  /** False only when a later-created key is known to sign; a key newer than what is known counts as current. */
  isCurrent(kid: string): Promise<boolean>;
  /** When what is known was asked for, in epoch milliseconds. */
  readAtMs(): number;
  /** What is known may be out of date: whoever looks next for an unknown key asks again. */
  expire(): void;
};

export type AccessTokenVerifierOptions = {
  keys: KeySource;
  revocations: Pick<
    Revocations,
    'isRevoked' | 'isKeyRevoked' | 'isRoleChanged' | 'catchUp' | 'subscribe'
  >;
  issuer: string;
  audience: string;
  now(): Date;
};

/** Verified tokens kept, so that a signature is computed once per token and process. */
const cacheSize = 10_000;
const adviceBeforeExpiryMs = 60_000;

/** Makes the verifier of one process; its cache holds tokens by hash, never a token itself. */
export function createAccessTokenVerifier(
  options: AccessTokenVerifierOptions,
): AccessTokenVerifier {
  const verified = new Map<string, VerifiedToken>();
  // Another key signs from that moment on, and nobody had eleven minutes to hear of it.
  options.revocations.subscribe(({ kind }) => {
    if (kind === 'key') options.keys.expire();
  });

  async function open(token: string): Promise<VerifiedToken | 'expired' | 'invalid'> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = verified.get(hash);
    if (known) {
      // Re-insertion keeps the map in order of use, so its first key is the least recently used.
      verified.delete(hash);
      if (known.expiresAtMs <= options.now().getTime()) return 'expired';
      verified.set(hash, known);
      return known;
    }
    const opened = await checkSignatureAndClaims(token, options);
    if (typeof opened === 'string') return opened;
    verified.set(hash, opened);
    if (verified.size > cacheSize) verified.delete(verified.keys().next().value ?? '');
    return opened;
  }

  return {
    verify: async (token) => {
      const opened = await open(token);
      if (typeof opened === 'string') return { kind: opened };
      const isCurrent = await options.keys.isCurrent(opened.kid);
      // Asked on every request: a cached token must not outlive its revocation. And asked last: whoever goes on to
      // follow the revocations of this token has missed none.
      if (await options.revocations.isKeyRevoked(opened.kid)) return { kind: 'expired' };
      if (await options.revocations.isRevoked(opened)) return { kind: 'revoked' };
      if (await options.revocations.isRoleChanged(opened.principal)) return { kind: 'expired' };
      const isEnding = opened.expiresAtMs - options.now().getTime() < adviceBeforeExpiryMs;
      return {
        kind: 'valid',
        principal: opened.principal,
        jti: opened.jti,
        expiresAt: new Date(opened.expiresAtMs),
        isRefreshAdvised: isEnding || !isCurrent,
      };
    },
  };
}

type VerifiedToken = {
  kid: string;
  jti: string;
  principal: Principal;
  issuedAtMs: number;
  expiresAtMs: number;
};

/** Longer than any access token lives, whatever the settings. */
const longestLifeSeconds = 3600;

const Claims = z
  .object({
    sub: z.uuid(),
    sid: z.uuid(),
    jti: z.string().min(1),
    iat: z.number(),
    exp: z.number(),
    roles: z.array(Role),
    amr: z.array(z.string()),
  })
  .refine(({ iat, exp }) => exp - iat <= longestLifeSeconds);

async function checkSignatureAndClaims(
  token: string,
  options: AccessTokenVerifierOptions,
): Promise<VerifiedToken | 'expired' | 'invalid'> {
  const kid = kidOf(token);
  if (kid === undefined) return 'invalid';
  // A revoked key may be gone from the JWKS; its tokens are old rather than forged, and a refresh mends them.
  if (await options.revocations.isKeyRevoked(kid)) return 'expired';
  let found = await options.keys.find(kid);
  if (!found) {
    // Keys are withdrawn once all they signed has expired: of a browser that slept for hours, this is the token.
    if (saysItIsExpired(token, options.now())) return 'expired';
    // A key may just have been revoked, and another one have taken its place, before the revocations have told.
    await options.revocations.catchUp(options.keys.readAtMs());
    if (await options.revocations.isKeyRevoked(kid)) return 'expired';
    found = await options.keys.find(kid);
    if (!found) return 'invalid';
  }
  try {
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: ['ES256'],
      typ: accessTokenType,
      issuer: options.issuer,
      audience: options.audience,
      requiredClaims: ['exp', 'iat'],
      currentDate: options.now(),
    });
    const claims = Claims.parse(payload);
    return {
      kid,
      jti: claims.jti,
      principal: {
        memberId: claims.sub,
        sessionId: claims.sid,
        roles: claims.roles,
        amr: claims.amr,
        tokenId: claims.jti,
      },
      issuedAtMs: claims.iat * 1000,
      expiresAtMs: claims.exp * 1000,
    };
  } catch (error) {
    // jose looks at the life last: an expired token is genuine in all else.
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
  }
}

/** By its own, unproven word: it is refused in any case, and this only decides which way out is shown. */
function saysItIsExpired(token: string, now: Date): boolean {
  try {
    const { exp } = decodeJwt(token);
    return exp !== undefined && exp * 1000 <= now.getTime();
  } catch {
    return false;
  }
}

/** Three parts of base64url, as RFC 7515 has them: a library that also reads padding would read one token in many ways. */
const compactForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function kidOf(token: string): string | undefined {
  if (!compactForm.test(token)) return undefined;
  try {
    // Anyone may have written it: what is typed as a string may be anything.
    const { alg, kid }: { alg?: unknown; kid?: unknown } = decodeProtectedHeader(token);
    return alg === 'ES256' && typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}
