import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { noSuchPerson, type Person, startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('following counts at both ends, is told once, and moves the home timeline on', async () => {
  const [ann, bob] = await member.signUpTwo();
  const before = await member.graphVersionOf(ann);
  expect(await member.follow(ann, bob)).toEqual({ following: true, requested: false });
  expect(await member.follow(ann, bob)).toEqual({ following: true, requested: false });

  expect(await member.countsOf(ann)).toEqual({ followers: 0, followings: 1 });
  expect(await member.countsOf(bob)).toEqual({ followers: 1, followings: 0 });
  expect(await member.graphVersionOf(ann)).toBe(before + 1);
  expect(await member.eventsAbout(bob)).toMatchObject([
    {
      type: 'member.followed',
      actorId: ann.id,
      subject: { kind: 'member', id: bob.id },
      messageKey: `member_activity:kafka_event:MEMBER_FOLLOW###${bob.id}###${ann.id}`,
      data: { memberId: ann.id, targetId: bob.id, requested: false },
    },
  ]);
});

test('unfollowing takes all of it back, and may be repeated', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.follow(ann, bob);
  const before = await member.graphVersionOf(ann);
  expect(await member.unfollow(ann, bob)).toEqual({ following: false, requested: false });
  expect(await member.unfollow(ann, bob)).toEqual({ following: false, requested: false });

  expect(await member.countsOf(ann)).toEqual({ followers: 0, followings: 0 });
  expect(await member.countsOf(bob)).toEqual({ followers: 0, followings: 0 });
  expect(await member.graphVersionOf(ann)).toBe(before + 1);
  expect(await member.eventsAbout(bob)).toMatchObject([
    { type: 'member.followed' },
    { type: 'member.unfollowed' },
  ]);
});

test('nobody follows themselves, a stranger to the service, or someone disabled', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.deps.db.member.update({ where: { id: bob.id }, data: { disabledAt: new Date() } });
  await expect(member.follow(ann, ann)).rejects.toMatchObject({
    data: { appCode: 'FOLLOW_SELF', httpStatus: 400 },
  });
  for (const target of [{ id: newId() }, bob]) {
    await expect(member.follow(ann, target)).rejects.toMatchObject({
      data: { appCode: 'MEMBER_NOT_FOUND', httpStatus: 404 },
    });
  }
  await expect(member.unfollow(ann, { id: newId() })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND' },
  });
  await expect(member.follow(ann, { id: 'bob' })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { memberId: 'invalid_id' } },
  });
  expect(await member.countsOf(ann)).toEqual({ followers: 0, followings: 0 });
});

test('who is not logged in follows nobody', async () => {
  const [ann] = await member.signUpTwo();
  for (const verb of ['follow', 'unfollow'] as const) {
    const attempt = member.anyone.follow[verb].mutate({ memberId: ann.id });
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'UNAUTHENTICATED' } });
  }
});

test('a member follows at most 1,000', async () => {
  const [ann, bob] = await member.signUpTwo();
  const where = { id: ann.id };
  await member.deps.db.member.update({ where, data: { followingCount: 999 } });
  await member.follow(ann, bob);
  const [cat] = await member.signUpTwo();
  await expect(member.follow(ann, cat)).rejects.toMatchObject({
    data: { appCode: 'FOLLOW_LIMIT_REACHED', httpStatus: 409 },
  });
  // Whom one follows already costs nothing.
  expect(await member.follow(ann, bob)).toEqual({ following: true, requested: false });
  expect(await member.countsOf(cat)).toEqual({ followers: 0, followings: 0 });
});

test('hammered from all sides at once, counts equal rows, events equal changes, nothing deadlocks', async () => {
  const people = await member.signUpMany(6);
  const at = (index: number): Person => people[index % people.length] ?? noSuchPerson();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, index) => {
      const [from, to] = [at(index), at(index + 1 + (Math.floor(index / 6) % 5))];
      return persist(() => (index % 3 === 2 ? member.unfollow(from, to) : member.follow(from, to)));
    }),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([]);

  for (const person of people) {
    const { db } = member.deps;
    expect(await member.countsOf(person)).toEqual({
      followers: await db.follow.count({ where: { followingId: person.id } }),
      followings: await db.follow.count({ where: { followerId: person.id } }),
    });
    const events = await member.eventsAbout(person);
    const balance = events.reduce(
      (sum, event) => sum + (event.type === 'member.followed' ? 1 : -1),
      0,
    );
    expect(balance).toBe((await member.countsOf(person)).followers);
  }
});

test('one pair followed and unfollowed at once by many: events alternate in their order', async () => {
  const [ann, bob] = await member.signUpTwo();
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      persist(() => (index % 2 === 0 ? member.follow(ann, bob) : member.unfollow(ann, bob))),
    ),
  );
  const types = (await member.eventsAbout(bob)).map((event) => event.type);
  const expected = types.map((_, index) =>
    index % 2 === 0 ? 'member.followed' : 'member.unfollowed',
  );
  expect(types).toEqual(expected);
  const { followers } = await member.countsOf(bob);
  expect(followers).toBe(types.length % 2);
});

test('lists are paged to the end, latest first, each once, and say how the reader stands to each', async () => {
  const [ann, reader] = await member.signUpTwo();
  const fans = await member.signUpMany(5);
  for (const fan of fans) await member.follow(fan, ann);
  await member.follow(reader, fans[1] ?? noSuchPerson());
  await member.follow(fans[2] ?? noSuchPerson(), reader);

  const pages = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list({
      memberId: ann.id,
      cursor,
      limit: 2,
    });
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(pages.map((items) => items.length)).toEqual([2, 2, 1]);
  const items = pages.flat();
  expect(items.map((item) => item.id)).toEqual(fans.map((fan) => fan.id).toReversed());
  expect(items.find((item) => item.id === fans[1]?.id)).toMatchObject({
    following: true,
    followsYou: false,
  });
  expect(items.find((item) => item.id === fans[2]?.id)).toMatchObject({
    following: false,
    followsYou: true,
  });

  const anonymously = await member.anyone.follow.followers.query({ memberId: ann.id });
  expect(anonymously.items).toHaveLength(5);
  expect(anonymously.items.every((item) => !item.following && !item.followsYou)).toBe(true);
  const followings = await member.anyone.follow.followings.query({ memberId: reader.id });
  expect(followings.items.map((item) => item.id)).toEqual([fans[1]?.id]);

  function list(input: { memberId: string; cursor: string | null; limit: number }) {
    return member.as(reader).follow.followers.query(input);
  }
});

test('a page of a list is found again from its beginning, whoever has followed meanwhile', async () => {
  const ann = await member.signUp();
  const fans = await member.signUpMany(5);
  for (const fan of fans.slice(0, 4)) await member.follow(fan, ann);
  const read = (cursor: string | null) =>
    member.anyone.follow.followers.query({ memberId: ann.id, cursor, limit: 2 });
  const first = await read(null);
  const second = await read(first.nextCursor);
  for (const fan of fans.slice(4)) await member.follow(fan, ann);
  expect(await read(first.startCursor)).toEqual(first);
  expect(await read(second.startCursor)).toEqual(second);
  const none = await member.anyone.follow.followings.query({ memberId: ann.id });
  expect(none).toEqual({ items: [], nextCursor: null, startCursor: null });
});

test('a cursor is good for its own list only', async () => {
  const [ann, bob] = await member.signUpTwo();
  const fans = await member.signUpMany(2);
  for (const fan of fans) await member.follow(fan, ann);
  const { nextCursor } = await member.anyone.follow.followers.query({ memberId: ann.id, limit: 1 });
  expect(nextCursor).not.toBeNull();
  const { follow: lists } = member.anyone;
  for (const attempt of [
    lists.followings.query({ memberId: ann.id, cursor: nextCursor }),
    lists.followers.query({ memberId: bob.id, cursor: nextCursor }),
    lists.followers.query({ memberId: ann.id, cursor: 'nonsense' }),
    lists.followers.query({ memberId: ann.id, cursor: `${nextCursor}!` }),
    member.service.follow.ids.query({ memberId: ann.id, side: 'followers', cursor: nextCursor }),
  ]) {
    await expect(attempt).rejects.toMatchObject({
      data: { appCode: 'CURSOR_INVALID', httpStatus: 400 },
    });
  }
  for (const limit of [0, 101, 1.5]) {
    await expect(lists.followers.query({ memberId: ann.id, limit })).rejects.toMatchObject({
      data: { appCode: 'INPUT_INVALID' },
    });
  }
  await expect(lists.followers.query({ memberId: newId() })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND' },
  });
});

test('who is disabled is in nobody’s list, but in what services build on', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.follow(bob, ann);
  await member.deps.db.member.update({ where: { id: bob.id }, data: { disabledAt: new Date() } });
  expect((await member.anyone.follow.followers.query({ memberId: ann.id })).items).toEqual([]);
  const ids = await member.service.follow.ids.query({ memberId: ann.id, side: 'followers' });
  expect(ids.items).toEqual([bob.id]);
});

test('services page through all ids, also while the list grows', async () => {
  const [ann] = await member.signUpTwo();
  const fans = await member.signUpMany(7);
  for (const fan of fans.slice(0, 5)) await member.follow(fan, ann);
  const query = { memberId: ann.id, side: 'followers', limit: 2 } as const;
  const first = await member.service.follow.ids.query(query);
  for (const fan of fans.slice(5)) await member.follow(fan, ann);
  const ids = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const page: typeof first = await member.service.follow.ids.query({ ...query, cursor });
    ids.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(ids).toEqual(fans.map((fan) => fan.id));
  const side = 'followings';
  const back = await member.service.follow.ids.query({ memberId: fans[0]?.id ?? '', side });
  expect(back).toEqual({ items: [ann.id], nextCursor: null });
});

test('ids are for services: a member and a stranger are refused', async () => {
  const [ann] = await member.signUpTwo();
  for (const client of [member.as(ann), member.anyone]) {
    const attempt = client.follow.ids.query({ memberId: ann.id, side: 'followers' });
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'FORBIDDEN' } });
  }
});
