import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import type { SignUpInput } from '@dailyfeed/contract/auth';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { inject } from 'vitest';

import type { MemberRouter } from '../src/api.ts';
import { startMember } from '../src/testing.ts';
import { createGraph } from './_graph.ts';
import { type Answer, send } from './_http.ts';

/** Nothing listens there: what a test does not name is away, and member works all the same. */
export const away = '127.0.0.1:1';
export const origin = 'https://dailyfeed.test';
/** Mails of all tests that do not look at them. */
export const mailDir = join(tmpdir(), 'dailyfeed-test-mail');
export const password = 'a long enough secret';

type Env = Parameters<typeof startMember>[0];
export type TestMember = Awaited<ReturnType<typeof startTestMember>>;
export type Person = {
  id: string;
  handle: string;
  email: string;
  sessionId: string;
  accessToken: string;
  refreshToken: string;
};
/** Who a passport speaks for, by which access token if that matters. */
export type Speaker = Pick<Person, 'id' | 'sessionId'> & { tokenId?: string | undefined };

/** Whom an export asks: nobody is there. */
export const peersAway = {
  CONTENT_URL: `http://${away}`,
  ACTIVITY_URL: `http://${away}`,
  SEARCH_URL: `http://${away}`,
  PASSPORT_KEYS_CONTENT: `test:${randomBytes(32).toString('base64url')}`,
  PASSPORT_KEYS_ACTIVITY: `test:${randomBytes(32).toString('base64url')}`,
  PASSPORT_KEYS_SEARCH: `test:${randomBytes(32).toString('base64url')}`,
  IMAGE_URL: `http://${away}`,
  PASSPORT_KEYS_IMAGE: `test:${randomBytes(32).toString('base64url')}`,
  IMAGE_TOKEN_KEYS: `test:${randomBytes(32).toString('base64url')}`,
};

/** What is random in production is random here, and the same for all processes of one test. */
export function createSecrets() {
  return {
    PASSPORT_KEYS: `test:${randomBytes(32).toString('base64url')}`,
    KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
    REFRESH_TOKEN_SECRET: randomBytes(32).toString('base64url'),
  };
}

/** The real service on its own real database and the run's Redis, with Kafka away. */
export async function startTestMember(
  env: Partial<Env> = {},
  overrides: Parameters<typeof startMember>[1] = {},
) {
  await using stack = new AsyncDisposableStack();
  const databaseUrl = env.MEMBER_DATABASE_URL ?? stack.use(await createTestDatabase('member')).url;
  const secrets = createSecrets();
  const passportKeys = env.PASSPORT_KEYS ?? secrets.PASSPORT_KEYS;
  const service = stack.use(
    await startMember(
      {
        MEMBER_DATABASE_URL: databaseUrl,
        REDIS_URL: inject('stores').redisUrl,
        KAFKA_BROKERS: away,
        EVENT_TOPIC: `test-member-${newId()}`,
        PUBLIC_ORIGINS: origin,
        ...peersAway,
        MAIL_DIR: mailDir,
        ...secrets,
        ...env,
      },
      overrides,
    ),
  );
  const { url, deps } = service;
  const passportOf = (identity: Identity): Record<string, string> => ({
    [passportHeader]: mintPassport(identity, {
      audience: 'member',
      keys: PassportKeys.parse(passportKeys),
      now: deps.now(),
    }),
  });
  /** A passport lives for less than a minute, a client as long as its test: each request has its own. */
  const clientOf = (identity: Identity | undefined): TRPCClient<MemberRouter> =>
    createTRPCClient<MemberRouter>({
      links: [
        httpLink({
          url: `${url}/trpc`,
          headers: () => (identity === undefined ? {} : passportOf(identity)),
          methodOverride: 'POST',
        }),
      ],
    });

  /** Signs somebody up over HTTP, as the page does. */
  async function signUp(input: Partial<SignUpInput> = {}): Promise<Person> {
    const answer = await send(url, { procedure: 'auth.signUp', input: anyone(input) });
    if (answer.status !== 200) throw new Error(`sign-up was answered ${answer.text}`);
    return toPerson(answer);
  }

  /** As the gateway would: by passport, for this member, with what else it says of the request. */
  const as = (person: Speaker, told: Partial<Identity> = {}): TRPCClient<MemberRouter> =>
    clientOf({ ...anonymous('test'), ...told, member: toPrincipal(person) });
  const resources = stack.move();
  return {
    ...createGraph(deps, as),
    url,
    deps,
    databaseUrl,
    passportOf,
    signUp,
    signUpTwo: async (): Promise<[Person, Person]> => [await signUp(), await signUp()],
    signUpMany: (count: number) => Promise.all(Array.from({ length: count }, () => signUp())),
    send: (request: Parameters<typeof send>[1]) => send(url, request),
    /** As the page does, with the cookie the browser holds. */
    refresh: (refreshToken: string, headers: Record<string, string> = {}) =>
      send(url, {
        path: '/api/token/refresh',
        method: 'POST',
        headers: { origin, cookie: `__Host-refresh=${refreshToken}`, ...headers },
      }),
    as,
    /** Nobody in particular. */
    anyone: clientOf(undefined),
    /** Another service, in its own name. */
    service: clientOf({ ...anonymous('test'), service: 'timeline' }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** As `persist`, of what is answered and not thrown. */
export async function persistAnswer(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  return answer.appCode === 'STORE_UNAVAILABLE' ? persistAnswer(ask) : answer;
}

/** What somebody nobody knows yet would type. */
export function anyone(given: Partial<SignUpInput> = {}): SignUpInput {
  const name = `m${randomBytes(6).toString('hex')}`;
  return { email: `${name}@example.com`, handle: name, displayName: name, password, ...given };
}

export function toPerson(answer: Answer): Person {
  const { member, accessToken } = answer.data as {
    member: { id: string; handle: string; email: string };
    accessToken: string;
  }; // the contract's SessionGrant
  return {
    id: member.id,
    handle: member.handle,
    email: member.email,
    sessionId: claimsOf(accessToken)['sid'] ?? '',
    accessToken,
    refreshToken: refreshTokenOf(answer),
  };
}

/** For `people[index] ?? noSuchPerson()`. */
export function noSuchPerson(): never {
  throw new Error('no such person');
}

/** The refresh token an answer puts into the browser. */
export function refreshTokenOf(answer: Answer): string {
  return answer.cookies.get('__Host-refresh')?.value ?? '';
}

/** A clock that tests move on. */
export function createClock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance: (ms: number) => {
      aheadMs += ms;
    },
  };
}

/** As `createClock`, for what a slow machine must not use up: no time passes but what the test lets pass. */
export function createStandingClock() {
  let at = Date.now();
  return {
    now: () => new Date(at),
    advance: (ms: number) => {
      at += ms;
    },
  };
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const dayMs = 24 * 60 * minuteMs;

export function claimsOf(token: string): Record<string, string> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

function toPrincipal(person: Speaker): Identity['member'] {
  const { id: memberId, sessionId, tokenId } = person;
  return { memberId, sessionId, tokenId, roles: ['MEMBER'], amr: ['pwd'] };
}
