import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Role } from '@dailyfeed/contract/member';
import { SignJWT } from 'jose';

import { accessTokenAudience, accessTokenIssuer, accessTokenType } from './access-token.ts';
import type { SigningJwk, SigningJwks } from './jwks.ts';
import { PassportKeys } from './passport.ts';
import type { Revocation, RevocationList } from './revocations.ts';

/** What a test may say about a token; the rest is that of an honest one. */
export type TokenFacts = {
  memberId?: string;
  sessionId?: string;
  jti?: string;
  issuedAt?: Date;
  lifeSeconds?: number;
  issuer?: string;
  audience?: string;
  roles?: Role[];
  type?: string;
};

/** An issuer of access tokens over real HTTP, for the tests of those who verify them. */
export type Issuer = {
  url: string;
  /** A token signed by `kid`, or by the current key. */
  sign(facts?: TokenFacts, kid?: string): Promise<string>;
  /** Makes a key and publishes it in `state`; a new current key makes the former one `previous`. */
  addKey(args?: { state?: SigningJwk['state']; isPublished?: boolean; createdAt?: Date }): string;
  /** Takes a key out of the document; what it signed stays signed. */
  withdrawKey(kid: string): void;
  /** Serves the revocation by polling from now on. */
  revoke(revocation: Pick<Revocation, 'kind' | 'id'> & Partial<Revocation>): Revocation;
  /** How often each path was asked for. */
  requests: Record<string, number>;
  /** Goes away, and comes back under the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
} & AsyncDisposable;

type TestKey = { privateKey: KeyObject; jwk: SigningJwk; isPublished: boolean };

/** Starts an issuer with one current key on a free port of 127.0.0.1. */
export async function startIssuer(): Promise<Issuer> {
  const keys = new Map<string, TestKey>();
  const revocations: Revocation[] = [];
  const requests: Record<string, number> = {};
  let port = 0;
  let server: Server | undefined;

  const addKey: Issuer['addKey'] = ({
    state = 'current',
    isPublished = true,
    createdAt = new Date(Date.now() + keys.size),
  } = {}) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const kid = randomUUID();
    if (state === 'current') for (const key of keys.values()) key.jwk.state = 'previous';
    const jwk: SigningJwk = {
      kty: 'EC',
      crv: 'P-256',
      x,
      y,
      kid,
      alg: 'ES256',
      use: 'sig',
      created_at: createdAt.toISOString(),
      state,
    };
    keys.set(kid, { privateKey, jwk, isPublished });
    return kid;
  };

  function answer(path: string): SigningJwks | RevocationList | undefined {
    requests[path] = (requests[path] ?? 0) + 1;
    if (path === '/revocations') return { items: revocations, now: Date.now() };
    if (path !== '/.well-known/jwks.json') return undefined;
    return { keys: [...keys.values()].filter((key) => key.isPublished).map((key) => key.jwk) };
  }

  async function start(): Promise<void> {
    const started = createServer((req, res) => {
      const body = answer(new URL(req.url ?? '', 'http://issuer').pathname);
      res.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body ?? {}));
    });
    const listening = Promise.withResolvers<void>();
    started.listen(port, '127.0.0.1', listening.resolve);
    await listening.promise;
    port = (started.address() as AddressInfo).port; // a TCP server's address is never a string
    server = started;
  }

  async function stop(): Promise<void> {
    const closed = Promise.withResolvers<void>();
    server?.close(() => closed.resolve());
    server?.closeAllConnections();
    await closed.promise;
  }

  addKey();
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    addKey,
    withdrawKey: (kid) => {
      const key = keys.get(kid);
      if (key) key.isPublished = false;
    },
    start,
    stop,
    sign: (facts, kid) => {
      const key = [...keys.values()].find((each) =>
        kid === undefined ? each.jwk.state === 'current' : each.jwk.kid === kid,
      );
      if (!key) throw new Error('No such key');
      return sign(key, facts ?? {});
    },
    revoke: (given) => {
      const revocation = {
        at: new Date().toISOString(),
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        ...given,
      };
      revocations.push(revocation);
      return revocation;
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** One random key, as the environment would give it. */
export function randomPassportKeys(): PassportKeys {
  return PassportKeys.parse(`test:${randomBytes(32).toString('base64url')}`);
}

async function sign(key: TestKey, facts: TokenFacts): Promise<string> {
  const issuedAtMs = (facts.issuedAt ?? new Date()).getTime();
  const iat = Math.floor(issuedAtMs / 1000);
  return new SignJWT({
    sid: facts.sessionId ?? randomUUID(),
    roles: facts.roles ?? ['MEMBER'],
    amr: ['pwd'],
  })
    .setProtectedHeader({ alg: 'ES256', kid: key.jwk.kid, typ: facts.type ?? accessTokenType })
    .setIssuer(facts.issuer ?? accessTokenIssuer)
    .setAudience(facts.audience ?? accessTokenAudience)
    .setSubject(facts.memberId ?? randomUUID())
    .setJti(facts.jti ?? randomUUID())
    .setIssuedAt(iat)
    .setExpirationTime(iat + (facts.lifeSeconds ?? 900))
    .sign(key.privateKey);
}
