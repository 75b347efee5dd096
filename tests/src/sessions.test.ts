import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { expect } from 'vitest';

import { test } from './_network.ts';
import { type Network, password, type Someone, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';

/** Who verifies asks every 5 s: what they know sooner they were told. */
const toldMs = 4500;

test('a session ended on one device is refused by the gateway and by every service before they would ask', async ({
  network,
}) => {
  const ann = await network.signUp('ann');
  const phone = await logIn(network, ann);
  expect(await refusalsOf(network, phone)).toEqual(nobody);

  const [, other] = await ann.api.member.session.list.query();
  await ann.api.member.session.revoke.mutate({ id: other?.id ?? '' });
  await until(() => refusalsOf(network, phone), isRefusedByAll, toldMs);
  // The one who ended it goes on.
  expect(await ann.api.member.session.list.query()).toMatchObject([{ current: true }]);
});

test('logging out everywhere reaches the gateway and every service before they would ask', async ({
  network,
}) => {
  const ann = await network.signUp('ann');
  const phone = await logIn(network, ann);
  expect(await refusalsOf(network, phone)).toEqual(nobody);
  await ann.session.logOutEverywhere();
  expect(ann.session.state).toBe('anonymous');
  await until(() => refusalsOf(network, phone), isRefusedByAll, toldMs);
});

test('with Redis cut off a session that is ended is refused everywhere as soon as they have asked', async () => {
  await using stores = await createStores();
  await using redis = await startProxy(stores.urls.REDIS_URL);
  await using network = await startNetwork({ urls: { ...stores.urls, REDIS_URL: redis.url } });
  const ann = await network.signUp('ann');
  const phone = await logIn(network, ann);
  expect(await refusalsOf(network, phone)).toEqual(nobody);

  redis.set('refuse');
  const [, other] = await ann.api.member.session.list.query();
  await ann.api.member.session.revoke.mutate({ id: other?.id ?? '' });
  await until(() => refusalsOf(network, phone), isRefusedByAll, 30_000);
});

test('a log-in from a device not seen before is among the notifications of whose account it is', async ({
  network,
}) => {
  const ann = await network.signUp('ann');
  await logIn(network, ann);
  await logIn(network, ann, 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0');
  const { items } = await until(
    () => ann.api.activity.notification.list.query({}),
    (page) => page.items.length > 0,
  );
  expect(items).toMatchObject([{ kind: 'new_device', count: 1, isRead: false, actors: [] }]);
});

const nobody = { gateway: false, member: false, content: false, timeline: false, activity: false };
type Refusals = Record<keyof typeof nobody, boolean>;

/** A log-in of its own; only the access token is kept, so that nothing refreshes behind the test's back. */
async function logIn(network: Network, person: Someone, userAgent = 'node'): Promise<string> {
  const answer = await fetch(`${network.url}/api/member/auth.logIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ email: person.email, password }),
  });
  return answer.headers.get('authorization') ?? '';
}

/** Who answers this token with 401 and the way to the log-in. */
async function refusalsOf(network: Network, authorization: string): Promise<Refusals> {
  const isRefused = async (address: string): Promise<boolean> => {
    const answer = await fetch(`${address}?input=%7B%7D`, { headers: { authorization } });
    return answer.status === 401 && answer.headers.get('x-relogin-required') === 'true';
  };
  const [gateway, member, content, timeline, activity] = await Promise.all([
    isRefused(`${network.url}/api/timeline/feed.following`),
    isRefused(`${network.memberUrl}/trpc/profile.me`),
    // Has mutations only: a token that is good gets as far as "wrong method".
    isRefused(`${network.contentUrl}/trpc/post.create`),
    isRefused(`${network.timelineUrl}/trpc/feed.following`),
    isRefused(`${network.activityUrl}/trpc/activity.mine`),
  ]);
  return { gateway, member, content, timeline, activity };
}

function isRefusedByAll(refusals: Refusals): boolean {
  return Object.values(refusals).every(Boolean);
}
