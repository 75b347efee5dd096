import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, PassportKeys } from '@dailyfeed/auth/passport';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';

const stack = new AsyncDisposableStack();
const lines: string[] = [];
/** What nobody may find in a log or in an error, by what it is. */
const secrets = new Map<string, string>();
const failures: string[] = [];
let network: Network;

const settings = {
  KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
  REFRESH_TOKEN_SECRET: randomBytes(32).toString('base64url'),
};
const email = 'ann.confidential@example.com';

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(
    await startNetwork({
      urls: stores.urls,
      memberEnv: async () => settings,
      onLogLine: (line) => void lines.push(line),
    }),
  );
});
afterAll(() => stack.disposeAsync());

test('from sign-up to log-out no password, token, cookie, address, link, passport or key stands in a log or an error', async () => {
  const password = keep('the first password', 'first confidential words');
  const second = keep('the second password', 'second confidential words');
  const third = keep('the third password', 'third confidential words');
  const wrong = keep('a wrong password', 'wrong confidential words');
  keep('the e-mail address', email);
  for (const [name, value] of Object.entries(settings)) keep(name, value);
  for (const [name, keys] of Object.entries(network.passportKeys)) {
    keep(`the passport key of ${name}`, keys.slice(keys.indexOf(':') + 1));
  }

  const handle = 'ann_confidential';
  const person = { email, password, handle, displayName: 'Ann' };
  expect((await send('member/auth.signUp', person)).status).toBe(200);
  await send('member/auth.signUp', { ...person, handle: 'ann_twice' });
  await send('member/auth.signUp', { ...person, password: { nested: wrong } });
  await send('member/auth.logIn', { email, password: wrong });
  await send('member/auth.logIn', { email, password, extra: wrong });
  await send('member/auth.logIn', `{"email":"${email}","password":"${wrong}`);
  const session = await send('member/auth.logIn', { email, password });
  expect(session.status).toBe(200);
  const refreshed = await send('token/refresh', undefined, { cookie: session.cookie });
  expect(refreshed.status).toBe(200);
  await send('token/refresh', undefined, { cookie: `${refreshed.cookie}x` });

  await send('member/auth.requestPasswordReset', { email });
  const link = keep('the link to a new password', await linkOf(/reset/));
  await send('member/auth.resetPassword', { token: link, password: 'short' });
  expect((await send('member/auth.resetPassword', { token: link, password: second })).status).toBe(
    200,
  );
  await send('member/auth.resetPassword', { token: link, password: third });
  await send('token/refresh', undefined, { cookie: refreshed.cookie });

  const last = await send('member/auth.logIn', { email, password: second });
  const { authorization } = last;
  const change = { currentPassword: second, newPassword: third };
  await send(
    'member/auth.changePassword',
    { ...change, currentPassword: wrong },
    { authorization },
  );
  const changed = await send('member/auth.changePassword', change, { authorization });
  expect(changed.status).toBe(200);
  const bearer = { authorization: changed.authorization };
  expect((await get('account/export', bearer)).status).toBe(200);
  await get('timeline/feed.following?input=%7B%7D', bearer);
  await get('activity/activity.mine?input=%7B%7D', bearer);
  await get(`timeline/feed.recent?input=%7B%7D&access_token=${changed.authorization.slice(7)}`, {});
  await get(`member/auth.verifyEmail?input={"token":"${link}"}`, bearer);
  const post = { text: 'hello', idempotencyKey: 'confidential-1' };
  expect((await send('content/post.create', post, bearer)).status).toBe(200);
  await presentPassports();
  expect((await send('member/auth.logOut', undefined, bearer)).status).toBe(200);
  for (const address of ['timeline/feed.following?input=%7B%7D', 'member/profile.me']) {
    expect((await get(address, bearer)).status).toBe(401);
  }

  // All that was done has been logged, by everyone who had to do with it.
  const log = () => Promise.resolve(lines.join(''));
  await until(log, (text) => text.includes('passport refused') && text.includes('feed.following'));
  const services = new Set(lines.map((line) => String(Object(JSON.parse(line))['service'])));
  expect([...services].toSorted()).toEqual([
    'activity',
    'content',
    'gateway',
    'image',
    'member',
    'search',
    'timeline',
  ]);
  expect(failures.length).toBeGreaterThan(8);
  expect(secrets.size).toBeGreaterThan(20);
  expect(foundIn(await log())).toEqual([]);
  expect(foundIn(failures.join('\n'))).toEqual([]);
});

/** Names of the secrets that stand in `text`, as they are or as they travel in an address. */
function foundIn(text: string): string[] {
  const isThere = (secret: string): boolean =>
    text.includes(secret) || text.includes(encodeURIComponent(secret));
  return [...secrets].filter(([, secret]) => isThere(secret)).map(([name]) => name);
}

function keep(name: string, secret: string): string {
  secrets.set(name, secret);
  return secret;
}

type Answer = { status: number; authorization: string; cookie: string };

function send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return request(path, {
    method: 'POST',
    headers: {
      origin: network.url,
      ...(path.startsWith('token/') ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function get(path: string, headers: Record<string, string>): Promise<Answer> {
  return request(path, { headers });
}

/** Asks the gateway; what it gives out is secret from then on, and what it refuses with is looked at. */
async function request(path: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(`${network.url}/api/${path}`, init);
  const text = await answer.text();
  if (!answer.ok) failures.push(text);
  const authorization = answer.headers.get('authorization') ?? '';
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '');
  const refresh = cookies.find((cookie) => /refresh=./.test(cookie));
  if (authorization !== '') keep(`access token ${secrets.size}`, authorization.slice(7));
  if (refresh !== undefined) {
    keep(`refresh token ${secrets.size}`, refresh.slice(refresh.indexOf('=') + 1));
  }
  return { status: answer.status, authorization, cookie: cookies.join('; ') };
}

/** One that is good, one that is over, and one of a stranger, at each service. */
async function presentPassports(): Promise<void> {
  const doors = {
    member: `${network.memberUrl}/trpc/profile.me`,
    content: `${network.contentUrl}/trpc/post.create`,
    timeline: `${network.timelineUrl}/trpc/feed.following?input=%7B%7D`,
    activity: `${network.activityUrl}/trpc/activity.mine?input=%7B%7D`,
  };
  const strange = `test:${randomBytes(32).toString('base64url')}`;
  for (const [audience, address] of Object.entries(doors)) {
    const own = network.passportKeys[audience as keyof typeof doors]; // a key of the object above
    const now = new Date();
    const variants = [
      { keys: own, at: now },
      { keys: own, at: new Date(now.getTime() - 3_600_000) },
      { keys: strange, at: now },
    ];
    for (const { keys, at } of variants) {
      const passport = mintPassport(anonymous('test'), {
        audience,
        keys: PassportKeys.parse(keys),
        now: at,
      });
      keep(`passport ${secrets.size}`, passport);
      const answer = await fetch(address, { headers: { 'x-passport': passport } });
      const text = await answer.text();
      if (!answer.ok) failures.push(text);
    }
  }
}

/** The token in the link of the mail whose text matches. */
async function linkOf(subject: RegExp): Promise<string> {
  const read = async (): Promise<string> => {
    const files = (await readdir(network.mailDir)).filter((file) => file.endsWith('.eml'));
    const mails = await Promise.all(
      files.map(async (file) => PostalMime.parse(await readFile(join(network.mailDir, file)))),
    );
    const text = mails.map((mail) => mail.text ?? '').find((each) => subject.test(each)) ?? '';
    return /\?token=([\w-]{43})/.exec(text)?.[1] ?? '';
  };
  return until(read, (token) => token !== '');
}
