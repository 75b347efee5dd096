import { expect, test } from 'vitest';

import type { Member } from './_harness.ts';
import {
  at,
  briefOf,
  declineBy,
  followBy,
  grantOf,
  readAll,
  startNotifications,
} from './_notifications.ts';

test.each([
  { said: 'says so', requested: true },
  { said: 'does not say', requested: null },
])(
  'a request is told to who is asked; its approval to who asked, however often an event comes that $said',
  async ({ requested }) => {
    await using world = await startNotifications();
    const [fan, star] = [world.join(), world.join()];
    await world.tellMany([at(0, followBy(fan, star, 'member.follow_requested'), 1)]);
    expect(await kindsOf(star)).toEqual(['follow_request by 1, 1']);
    const granted = at(5, grantOf(fan, star, requested), 2);
    for (let again = 0; again < 2; again += 1) await world.tellMany([granted]);
    expect(await kindsOf(star)).toEqual([]);
    expect(await kindsOf(fan)).toEqual(['follow_approval by 1, 1']);
  },
);

test('who asked hears of the approval although who was asked had muted them, or was told too long ago', async () => {
  await using world = await startNotifications();
  const [muted, early, star] = [world.join(), world.join(), world.join()];
  world.members.mute(star.id, muted.id, null);
  await world.tell(followBy(muted, star, 'member.follow_requested'));
  expect(await kindsOf(star)).toEqual([]);
  for (const fan of [muted, early]) {
    await world.tell(grantOf(fan, star), 5);
    expect(await kindsOf(fan)).toEqual(['follow_approval by 1, 1']);
  }
  expect(await kindsOf(star)).toEqual([]);
});

test('who was approved once, and follows again what is open by now, is news to whom they follow', async () => {
  await using world = await startNotifications();
  const [fan, star] = [world.join(), world.join()];
  await world.tellMany([
    at(0, followBy(fan, star, 'member.follow_requested'), 1),
    at(5, grantOf(fan, star), 2),
    at(10, followBy(fan, star, 'member.unfollowed'), 3),
  ]);
  await world.tellMany([at(15, followBy(fan, star), 4)]);
  expect(await kindsOf(star)).toEqual(['follow by 1, 1']);
  expect(await kindsOf(fan)).toEqual(['follow_approval by 1, 1']);
});

test('who follows by themselves while their request waits waits no more, and is news', async () => {
  await using world = await startNotifications();
  const [fan, star] = [world.join(), world.join()];
  await world.tell(followBy(fan, star, 'member.follow_requested'));
  await world.tell(followBy(fan, star), 5);
  expect(await kindsOf(star)).toEqual(['follow by 1, 1']);
  expect(await kindsOf(fan)).toEqual([]);
});

test('who asks anew hears of the next answer', async () => {
  await using world = await startNotifications();
  const [fan, star] = [world.join(), world.join()];
  const ask = (minute: number, version: number) =>
    at(minute, followBy(fan, star, 'member.follow_requested'), version);
  const until = at(5, grantOf(fan, star), 2).occurredAt;
  await world.tellMany([ask(0, 1), at(5, grantOf(fan, star), 2)]);
  await fan.api.notification.markRead.mutate({ until });
  await world.tellMany([at(6, followBy(fan, star, 'member.unfollowed'), 3), ask(7, 4)]);
  expect([await kindsOf(star), await kindsOf(fan)]).toEqual([['follow_request by 1, 1'], []]);
  await world.tellMany([at(9, grantOf(fan, star), 5)]);
  expect([await kindsOf(star), await kindsOf(fan)]).toEqual([[], ['follow_approval by 1, 1']]);
  expect(await fan.api.notification.unread.query()).toEqual({ count: 1 });
});

test.each([
  { ended: 'who is asked declines it', end: (fan: Member, star: Member) => declineBy(star, fan) },
  {
    ended: 'who is asked blocks who asked',
    end: (fan: Member, star: Member) => followBy(star, fan, 'member.blocked'),
  },
  {
    ended: 'who asked blocks who is asked',
    end: (fan: Member, star: Member) => followBy(fan, star, 'member.blocked'),
  },
])(
  'a request ends where $ended, of which nobody is told; the next one is news',
  async ({ end }) => {
    await using world = await startNotifications();
    const [fan, star] = [world.join(), world.join()];
    const ask = (minute: number, version: number) =>
      at(minute, followBy(fan, star, 'member.follow_requested'), version);
    const first = [ask(0, 1), at(5, end(fan, star), 2)];
    for (const event of [...first, ...first]) await world.tellMany([event]);
    expect([await kindsOf(star), await kindsOf(fan)]).toEqual([[], []]);
    expect(world.signalled).not.toContain(fan.id);
    const until = at(6, followBy(fan, star)).occurredAt;
    await star.api.notification.markRead.mutate({ until });

    await world.tellMany([ask(9, 3)]);
    expect([await kindsOf(star), await kindsOf(fan)]).toEqual([['follow_request by 1, 1'], []]);
    expect(await star.api.notification.unread.query()).toEqual({ count: 1 });
  },
);

async function kindsOf(member: Member): Promise<string[]> {
  return (await readAll(member)).map(briefOf);
}
