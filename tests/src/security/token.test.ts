import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, PassportKeys } from '@dailyfeed/auth/passport';
import { afterAll, describe, expect } from 'vitest';

import { test } from '../_network.ts';
import { type Network } from '../network.ts';
import { read } from './call.ts';
import { tokenOf } from './people.ts';

type Service = 'member' | 'content' | 'timeline' | 'activity';

const stack = new AsyncDisposableStack();
let network: Network;
let genuine: { token: string; head: Json; payload: Json; signature: string };
let jwk: JsonWebKey & { kid: string };
let evil: { url: string; hits: number };
/** The attacker's own keys. */
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Json = Record<string, unknown>;

test.beforeAll(async ({ network: shared }) => {
  network = shared;
  const token = await tokenOf(network, await network.signUp('ann'));
  const [head = '', payload = '', signature = ''] = token.split('.');
  genuine = { token, head: decode(head), payload: decode(payload), signature };
  const published = await fetch(`${network.url}/.well-known/jwks.json`);
  const jwks = (await published.json()) as { keys: (typeof jwk)[] }; // RFC 7517
  const signer = jwks.keys.find(({ kid }) => kid === genuine.head['kid']);
  if (!signer) throw new Error('No signing key');
  jwk = signer;
  evil = stack.use(await startEvilIssuer());
});
afterAll(() => stack.disposeAsync());

test('the genuine token is taken by the gateway and by every service', async () => {
  for (const door of doors())
    expect(await door.ask(genuine.token)).not.toMatchObject({ status: 401 });
});

/** Forgeries, each made of a genuine token and what anybody may know: the public keys. */
const forgeries: [string, () => string][] = [
  ...['none', 'None', 'NONE', 'nOnE'].map((alg): [string, () => string] => [
    `unsigned, alg ${alg}`,
    () => `${pack({ ...genuine.head, alg }, genuine.payload)}.`,
  ]),
  [
    'unsigned, alg left out',
    () => `${pack({ ...genuine.head, alg: undefined }, genuine.payload)}.`,
  ],
  ['signed by HMAC with the public key as PEM', () => hmac(toPem(jwk))],
  ['signed by HMAC with the public key as JWK', () => hmac(JSON.stringify(jwk))],
  [
    'signed by HMAC with the public key as bytes',
    () => hmac(Buffer.concat([toBytes(jwk.x), toBytes(jwk.y)])),
  ],
  ['signed by HMAC with nothing', () => hmac('')],
  ['signed by another key under the known kid', () => forge({})],
  [
    'signed by another key that comes along',
    () => forge({ jwk: own.publicKey.export({ format: 'jwk' }) }),
  ],
  [
    'signed by another key, kid and jwk its own',
    () => forge({ kid: 'evil', jwk: own.publicKey.export({ format: 'jwk' }) }),
  ],
  ['with a jku of the attacker', () => forge({ kid: 'evil', jku: evil.url })],
  ['with an x5u of the attacker', () => forge({ kid: 'evil', x5u: evil.url })],
  ['with an x5c of the attacker', () => forge({ kid: 'evil', x5c: ['AAAA'] })],
  ...[
    '../../../../dev/null',
    "' OR 1=1 --",
    'a\0b',
    '',
    'constructor',
    '__proto__',
    'k'.repeat(8000),
    0,
    null,
    ['a'],
    { $ne: null },
    { not: '' },
  ].map((kid): [string, () => string] => [
    `with the kid ${JSON.stringify(kid).slice(0, 40)}`,
    () => forge({ kid }),
  ]),
  ['with the attacker’s address as kid', () => forge({ kid: evil.url })],
  ['with an algorithm of another family', () => forge({ alg: 'ES256K' })],
  ['with a critical header nobody knows', () => forge({ crit: ['exp'], exp: 1 })],
  ['with a payload that is not encoded', () => forge({ crit: ['b64'], b64: false })],
  [
    'for another member under the genuine signature',
    () => tampered({ sub: '0190c1f2-0000-7000-8000-000000000001' }),
  ],
  ['as an administrator under the genuine signature', () => tampered({ roles: ['ADMIN'] })],
  ['longer alive under the genuine signature', () => tampered({ exp: 4_102_444_800 })],
  ['with a signature of zeros', () => `${unsigned()}.${Buffer.alloc(64).toString('base64url')}`],
  ['with an empty signature', () => `${unsigned()}.`],
  ['with half of the signature', () => `${unsigned()}.${genuine.signature.slice(0, 43)}`],
  ['with a signature in DER', () => `${unsigned()}.${derOf(unsigned()).toString('base64url')}`],
  ['with a fourth part', () => `${genuine.token}.${genuine.signature}`],
  ['in the shape of an encrypted one', () => `${genuine.token}.AA.AA`],
  ['of two parts', () => unsigned()],
  ['with a blank in it', () => genuine.token.replace('.', '. ')],
  ['with padding', () => `${genuine.token}==`],
  ['with letters of another script', () => genuine.token.replace('e', '\u00e9')],
  ['that is a refresh token', () => Buffer.alloc(52, 1).toString('base64url')],
  ['that is a passport for the same service', () => passportFor('member')],
  ['called an ID token', () => forge({ typ: 'JWT' })],
  ['called a refresh token', () => forge({ typ: 'rt+jwt' })],
];

test.for(forgeries)('a token %s is refused everywhere', async ([_what, make]) => {
  const refused = { status: 401, appCode: 'TOKEN_INVALID', relogin: 'true' };
  const answers = await Promise.all(doors().map(({ ask }) => ask(make())));
  expect(answers).toEqual(doors().map(() => refused));
  expect(evil.hits).toBe(0);
});

test('a token of 100 kB is refused before anybody looks at it', async () => {
  for (const { ask } of doors()) {
    // Who still sends while it is refused may read a broken connection instead.
    const answer = () => ask('a'.repeat(100_000)).catch(() => undefined);
    await expect.poll(answer).toMatchObject({ status: 431 });
  }
});

test('a token counts in its header only', async () => {
  for (const extra of ['access_token', 'token', 'authorization', 'bearer']) {
    const address = `${network.url}/api/member/profile.me?${extra}=${genuine.token}`;
    const answer = await read(
      await fetch(address, { headers: { cookie: `${extra}=${genuine.token}` } }),
    );
    expect(answer).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
  }
  for (const scheme of ['Basic', 'Token', 'DPoP', 'JWT']) {
    const headers = { authorization: `${scheme} ${genuine.token}` };
    const answer = await read(await fetch(`${network.url}/api/member/profile.me`, { headers }));
    expect(answer).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
  }
});

describe('a passport', () => {
  const services: Service[] = ['member', 'content', 'timeline', 'activity'];

  test.for(services)(
    'for %s opens no other door, and no longer than it lives',
    async (audience) => {
      for (const door of doors().filter(({ name }) => name !== 'gateway')) {
        const answer = await door.ask(undefined, { 'x-passport': passportFor(audience) });
        expect(answer.status === 401, `${audience} at ${door.name}`).toBe(door.name !== audience);
      }
      const [door] = doors().filter(({ name }) => name === audience);
      for (const passport of [
        passportFor(audience, new Date(Date.now() - 60_000)),
        passportFor(audience, new Date(Date.now() + 60_000)),
        mintPassport(someone(), { audience, keys: strangersKeys, now: new Date() }),
        `${passportFor(audience)}.${passportFor(audience)}`,
        `${passportFor(audience)}, ${passportFor(audience)}`,
        passportFor(audience).replace('.', '..'),
        genuine.token,
      ]) {
        const answer = await door?.ask(undefined, { 'x-passport': passport });
        expect(answer).toMatchObject({ status: 401, appCode: 'TOKEN_INVALID' });
      }
    },
  );

  test.for([...services, 'gateway'] as const)(
    'for %s means nothing at the public gateway',
    async (audience) => {
      const headers = { 'x-passport': passportFor(audience) };
      const answer = await read(await fetch(`${network.url}/api/member/profile.me`, { headers }));
      expect(answer).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
    },
  );
});

/** Where a token may be shown: the gateway, and each service by itself. */
function doors(): { name: Service | 'gateway'; ask: Ask }[] {
  const at = (name: Service | 'gateway', address: string) => ({ name, ask: askAt(address) });
  return [
    at('gateway', `${network.url}/api/timeline/feed.following`),
    at('member', `${network.memberUrl}/trpc/profile.me`),
    // Has mutations only: a token that is good gets as far as "wrong method".
    at('content', `${network.contentUrl}/trpc/post.create`),
    at('timeline', `${network.timelineUrl}/trpc/feed.following`),
    at('activity', `${network.activityUrl}/trpc/activity.mine`),
  ];
}

type Ask = (
  token: string | undefined,
  headers?: Record<string, string>,
) => Promise<{ status: number; appCode: string | undefined; relogin: string | null }>;

function askAt(address: string): Ask {
  return async (token, headers = {}) => {
    const authorization: Record<string, string> =
      token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await read(
      await fetch(`${address}?input=%7B%7D`, { headers: { ...authorization, ...headers } }),
    );
    const { status, appCode } = answer;
    return { status, appCode, relogin: answer.headers.get('x-relogin-required') };
  };
}

function someone() {
  const member = {
    memberId: String(genuine.payload['sub']),
    sessionId: String(genuine.payload['sid']),
    roles: [],
    amr: [],
  };
  return { ...anonymous('test'), member };
}

const strangersKeys = PassportKeys.parse(`test:${Buffer.alloc(32, 7).toString('base64url')}`);

function passportFor(audience: Service | 'gateway', now = new Date()): string {
  return mintPassport(someone(), {
    audience,
    keys: PassportKeys.parse(network.passportKeys[audience]),
    now,
  });
}

function decode(part: string): Json {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function pack(head: Json, payload: Json): string {
  return [head, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

function unsigned(): string {
  return pack(genuine.head, genuine.payload);
}

/** Signed as it should be, by a key that is the attacker's. */
function forge(head: Json): string {
  const body = pack({ ...genuine.head, ...head }, genuine.payload);
  return `${body}.${signatureOf(body, own.privateKey).toString('base64url')}`;
}

function tampered(payload: Json): string {
  return `${pack(genuine.head, { ...genuine.payload, ...payload })}.${genuine.signature}`;
}

function hmac(secret: string | Buffer): string {
  const body = pack({ ...genuine.head, alg: 'HS256' }, genuine.payload);
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function signatureOf(body: string, key: KeyObject): Buffer {
  return sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' });
}

function derOf(body: string): Buffer {
  return sign('sha256', Buffer.from(body), own.privateKey);
}

function toPem(key: JsonWebKey): string {
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function toBytes(part: string | undefined): Buffer {
  return Buffer.from(part ?? '', 'base64url');
}

/** Serves the attacker's key to whoever believes an address in a token. */
async function startEvilIssuer(): Promise<typeof evil & AsyncDisposable> {
  const issuer = { url: '', hits: 0 };
  const server = createServer((_request, response) => {
    issuer.hits += 1;
    response.end(JSON.stringify({ keys: [own.publicKey.export({ format: 'jwk' })] }));
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return Object.assign(issuer, {
    url: `http://127.0.0.1:${port}/jwks.json`,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  });
}
