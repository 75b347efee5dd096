import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { Writable } from 'node:stream';

import type { Identity } from '@dailyfeed/auth/identity';
import { PassportKeys, verifyPassport } from '@dailyfeed/auth/passport';
import { revocationsChannel } from '@dailyfeed/auth/revocations';
import { type Issuer, startIssuer } from '@dailyfeed/auth/testing';
// Tells what `inject` gives.
import type {} from '@dailyfeed/dev-infra/vitest-setup';
import { createLog } from '@dailyfeed/service-kit/log';
import { Redis } from 'ioredis';
import { inject, vi } from 'vitest';

import { startGateway as start } from '../src/testing.ts';
import { readBody, type Seen, startUpstream, type Upstream } from './_upstream.ts';

const rawKeys = {
  gateway: 'g:Z2F0ZXdheS1nYXRld2F5LWdhdGV3YXktZ2F0ZXdheS1nYXRl',
  member: 'm:bWVtYmVyLW1lbWJlci1tZW1iZXItbWVtYmVyLW1lbWJlci1tZW0',
  content: 'c:Y29udGVudC1jb250ZW50LWNvbnRlbnQtY29udGVudC1jb250ZW50',
  timeline: 't:dGltZWxpbmUtdGltZWxpbmUtdGltZWxpbmUtdGltZWxpbmUtdGk',
  image: 'i:aW1hZ2UtaW1hZ2UtaW1hZ2UtaW1hZ2UtaW1hZ2UtaW1hZ2UtaW1h',
  search: 's:c2VhcmNoLXNlYXJjaC1zZWFyY2gtc2VhcmNoLXNlYXJjaC1zZWFy',
  activity: 'a:YWN0aXZpdHktYWN0aXZpdHktYWN0aXZpdHktYWN0aXZpdHktYWM',
};

/** The gateway as it runs, before a real issuer of tokens and an upstream that stands for all it routes to. */
export async function startGateway(
  env: { TRUSTED_PROXIES?: string; WEB_URL?: string; REDIS_URL?: string } = {},
  options: { issuer?: 'up' | 'away'; prepare?: (issuer: Issuer) => Promise<void> } = {},
) {
  const stack = new AsyncDisposableStack();
  const issuer = stack.use(await startIssuer());
  await options.prepare?.(issuer);
  if (options.issuer === 'away') await issuer.stop();
  const upstream = stack.use(await startUpstream());
  const lines: Record<string, unknown>[] = [];
  const log = createLog('gateway', { destination: intoLines(lines) });
  // JWKS and revocations are the issuer's, everything else the upstream's, as one member service.
  const member = stack.use(await startMember(issuer, upstream));
  const gateway = stack.use(
    await start(
      {
        MEMBER_URL: member.url,
        CONTENT_URL: upstream.url,
        TIMELINE_URL: upstream.url,
        ACTIVITY_URL: upstream.url,
        IMAGE_URL: upstream.url,
        SEARCH_URL: upstream.url,
        WEB_URL: upstream.url,
        PASSPORT_KEYS: rawKeys.gateway,
        PASSPORT_KEYS_MEMBER: rawKeys.member,
        PASSPORT_KEYS_CONTENT: rawKeys.content,
        PASSPORT_KEYS_TIMELINE: rawKeys.timeline,
        PASSPORT_KEYS_ACTIVITY: rawKeys.activity,
        PASSPORT_KEYS_IMAGE: rawKeys.image,
        PASSPORT_KEYS_SEARCH: rawKeys.search,
        REDIS_URL: inject('stores').redisUrl,
        ...env,
      },
      { log },
    ),
  );
  return {
    ...gateway,
    issuer,
    upstream,
    lines,
    /** Asks with the path as it is given, which fetch would tidy up. */
    sendRaw: (path: string) => rawRequest(gateway.url, path),
    /** Sends one request to the public listener. */
    send: (path: string, init?: RequestInit) => fetch(gateway.url + path, init),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Until it hears what is revoked by Redis: what is told before goes by it. */
export async function untilListening(gateway: Gateway): Promise<void> {
  const jti = randomUUID();
  const authorization = `Bearer ${await gateway.issuer.sign({ jti })}`;
  const at = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const redis = new Redis(inject('stores').redisUrl);
  try {
    const isRefused = async (): Promise<boolean> => {
      // The issuer does not know: asking tells nothing.
      const revocation = { kind: 'token', id: jti, at, expiresAt };
      await redis.publish(revocationsChannel, JSON.stringify(revocation));
      const path = '/api/timeline/feed.recent';
      return (await gateway.send(path, { headers: { authorization } })).status === 401;
    };
    await vi.waitUntil(isRefused, { timeout: 30_000 });
  } finally {
    redis.disconnect();
  }
}

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

export function keysOf(audience: keyof typeof rawKeys): PassportKeys {
  return PassportKeys.parse(rawKeys[audience]);
}

/** Who the far side is told that it is, as it verifies it. */
export function identityIn(seen: Seen | undefined, audience: keyof typeof rawKeys): Identity {
  return verifyPassport(String(seen?.headers['x-passport']), {
    audience,
    keys: keysOf(audience),
    now: new Date(),
  });
}

async function startMember(issuer: Issuer, upstream: Upstream): Promise<Upstream> {
  const member = await startUpstream();
  member.answer = (req, res) => {
    const isIssuers = /^\/(?:\.well-known\/jwks\.json|revocations)/.test(req.url ?? '');
    if (!isIssuers) return upstream.server.emit('request', req, res);
    void fetch(issuer.url + req.url)
      .then(async (answer) => res.writeHead(answer.status).end(await answer.text()))
      .catch(() => res.writeHead(503).end());
    return undefined;
  };
  return member;
}

function intoLines(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
}

async function rawRequest(url: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(url);
  const client = httpRequest({ hostname, port, path });
  client.end();
  const [answer]: IncomingMessage[] = await once(client, 'response');
  if (!answer) throw new Error('No answer');
  return { status: answer.statusCode ?? 0, body: await readBody(answer) };
}
