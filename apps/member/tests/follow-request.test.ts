import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { noSuchPerson, type Person, startTestMember, type TestMember } from './_harness.ts';
import { refusalsOf } from './_outcomes.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

const asked = { following: false, requested: true };
const following = { following: true, requested: false };
const neither = { following: false, requested: false };
const notFound = { data: { appCode: 'FOLLOW_REQUEST_NOT_FOUND', httpStatus: 404 } };

test('who shows themselves to followers is asked, once, and nothing counts before they approve', async () => {
  const [ann, bob] = await closed();
  expect(await member.follow(ann, bob)).toEqual(asked);
  expect(await member.follow(ann, bob)).toEqual(asked);
  expect(await countsOf(bob)).toEqual({ followers: 0, rows: 0, requests: 1 });
  expect(await relationOf(ann, bob)).toMatchObject({ following: false, requested: true });
  const { items } = await member.as(bob).follow.requests.query({});
  expect(items).toMatchObject([{ id: ann.id, following: false, followsYou: false }]);
  expect(await eventTypesAbout(bob)).toEqual([]);

  expect(await approve(bob, ann)).toEqual(following);
  expect(await approve(bob, ann)).toEqual(following);
  expect(await countsOf(bob)).toEqual({ followers: 1, rows: 1, requests: 0 });
  expect(await relationOf(ann, bob)).toMatchObject({ following: true, requested: false });
  expect(await eventTypesAbout(bob)).toEqual(['member.followed']);
  expect(await wereRequested(bob)).toEqual([true]);
  expect(await member.follow(ann, bob)).toEqual(following);
});

test('a declined request is gone, may be declined again, and may be made again', async () => {
  const [ann, bob] = await closed();
  await member.follow(ann, bob);
  await decline(bob, ann);
  await decline(bob, ann);
  expect(await countsOf(bob)).toEqual({ followers: 0, rows: 0, requests: 0 });
  await expect(approve(bob, ann)).rejects.toMatchObject(notFound);
  expect(await member.follow(ann, bob)).toEqual(asked);
});

test('unfollowing withdraws the request, and what is withdrawn cannot be approved', async () => {
  const [ann, bob] = await closed();
  await member.follow(ann, bob);
  expect(await member.unfollow(ann, bob)).toEqual(neither);
  await expect(approve(bob, ann)).rejects.toMatchObject(notFound);
  expect(await eventTypesAbout(bob)).toEqual([]);
});

test('a request, and that it is withdrawn or declined, is told once each, as the doing of who did it', async () => {
  const [ann, bob] = await closed();
  for (let again = 0; again < 2; again += 1) await member.follow(ann, bob);
  for (let again = 0; again < 2; again += 1) await member.unfollow(ann, bob);
  await member.follow(ann, bob);
  for (let again = 0; again < 2; again += 1) await decline(bob, ann);
  const rows = await member.deps.db.outbox.findMany({
    where: { key: bob.id },
    orderBy: { seq: 'asc' },
  });
  const facts = rows
    .map((row) => row.event as { type: string; data: unknown }) // an envelope
    .filter(({ type }) => type.startsWith('member.follow_request'));
  const data = { memberId: ann.id, targetId: bob.id };
  expect(facts).toMatchObject([
    { type: 'member.follow_requested', actorId: ann.id, data },
    { type: 'member.follow_request_withdrawn', actorId: ann.id, data },
    { type: 'member.follow_requested', actorId: ann.id, data },
    { type: 'member.follow_request_declined', actorId: bob.id, data },
  ]);
});

test('nobody answers for another, and there is no request of a stranger, a disabled member or oneself', async () => {
  const [ann, bob] = await closed();
  const eve = await member.signUp();
  await member.follow(ann, bob);
  await expect(approve(eve, ann)).rejects.toMatchObject(notFound);
  await expect(approve(ann, bob)).rejects.toMatchObject(notFound);
  await decline(eve, ann);
  await expect(approve(bob, bob)).rejects.toMatchObject(notFound);
  await expect(approve(bob, { id: newId() })).rejects.toMatchObject(notFound);
  expect(await countsOf(bob)).toEqual({ followers: 0, rows: 0, requests: 1 });
  expect((await member.as(eve).follow.requests.query({})).items).toEqual([]);

  await member.deps.db.member.update({ where: { id: ann.id }, data: { disabledAt: new Date() } });
  expect((await member.as(bob).follow.requests.query({})).items).toEqual([]);
  await expect(approve(bob, ann)).rejects.toMatchObject(notFound);
});

test('who is not logged in neither reads nor answers requests', async () => {
  const ann = await member.signUp();
  const refused = { data: { appCode: 'UNAUTHENTICATED', httpStatus: 401 } };
  const { follow: lists } = member.anyone;
  await expect(lists.requests.query({})).rejects.toMatchObject(refused);
  await expect(lists.approve.mutate({ memberId: ann.id })).rejects.toMatchObject(refused);
  await expect(lists.decline.mutate({ memberId: ann.id })).rejects.toMatchObject(refused);
});

test('bad input is refused by field, and a cursor is good for its own list only', async () => {
  const [ann, bob] = await closed();
  const { follow: lists } = member.as(bob);
  const invalid = { data: { appCode: 'INPUT_INVALID' } };
  await expect(lists.approve.mutate({ memberId: 'ann' })).rejects.toMatchObject(invalid);
  await expect(lists.decline.mutate({ memberId: '' })).rejects.toMatchObject(invalid);
  await expect(lists.requests.query({ limit: 101 })).rejects.toMatchObject(invalid);
  for (const fan of [ann, await member.signUp()]) await member.follow(fan, bob);
  const { nextCursor } = await lists.requests.query({ limit: 1 });
  expect(nextCursor).not.toBeNull();
  const other = member.as(ann).follow;
  for (const attempt of [
    other.requests.query({ cursor: nextCursor }),
    lists.followers.query({ memberId: bob.id, cursor: nextCursor }),
    lists.requests.query({ cursor: 'nonsense' }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'CURSOR_INVALID' } });
  }
});

test('requests are paged to the end, the latest first', async () => {
  const [, bob] = await closed();
  const fans = await member.signUpMany(5);
  for (const fan of fans) await member.follow(fan, bob);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(cursor);
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(ids).toEqual(fans.map((fan) => fan.id).toReversed());

  function read(from: string | null) {
    return member.as(bob).follow.requests.query({ cursor: from, limit: 2 });
  }
});

test('nobody begins to follow a private account, and who follows it already still does', async () => {
  const [ann, bob, eve] = await member.signUpMany(3);
  if (!ann || !bob || !eve) throw new Error('three were asked for');
  await member.follow(ann, bob);
  await setVisibility(bob, 'PRIVATE');
  await expect(member.follow(eve, bob)).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND' },
  });
  expect(await member.follow(ann, bob)).toEqual(following);
  expect(await countsOf(bob)).toEqual({ followers: 1, rows: 1, requests: 0 });
});

test('an account that opens is followed by all who waited, each told once and counted once', async () => {
  const [, bob] = await closed();
  const fans = await member.signUpMany(4);
  await Promise.all(fans.map((fan) => member.follow(fan, bob)));
  await setVisibility(bob, 'PRIVATE');
  expect(await countsOf(bob)).toEqual({ followers: 0, rows: 0, requests: 4 });
  await setVisibility(bob, 'PUBLIC');
  await setVisibility(bob, 'PUBLIC');
  expect(await countsOf(bob)).toEqual({ followers: 4, rows: 4, requests: 0 });
  for (const fan of fans) {
    const row = await member.deps.db.member.findUniqueOrThrow({ where: { id: fan.id } });
    expect(row.followingCount).toBe(1);
    expect(Number(await member.deps.redis.get(`graph:${fan.id}`))).toBe(1);
  }
  const types = await eventTypesAbout(bob);
  expect(types.filter((type) => type === 'member.followed')).toHaveLength(4);
  expect(await wereRequested(bob)).toEqual([true, true, true, true]);
});

test('whom one has asked takes a place among the 1,000, so that an approval always has room', async () => {
  const [ann, bob] = await closed();
  const where = { id: ann.id };
  await member.deps.db.member.update({ where, data: { followingCount: 999 } });
  expect(await member.follow(ann, bob)).toEqual(asked);
  await expect(member.follow(ann, await member.signUp())).rejects.toMatchObject({
    data: { appCode: 'FOLLOW_LIMIT_REACHED' },
  });
  expect(await approve(bob, ann)).toEqual(following);
});

test('approved and withdrawn at once, it ends with no follow, and counters equal rows', async () => {
  const [, bob] = await closed();
  const fans = await member.signUpMany(10);
  for (const fan of fans) await member.follow(fan, bob);
  const outcomes = await Promise.allSettled(
    fans.flatMap((fan) => [approve(bob, fan), member.unfollow(fan, bob)]),
  );
  expect(withoutLateAnswers(refusalsOf(outcomes))).toEqual([]);
  expect(await countsOf(bob)).toEqual({ followers: 0, rows: 0, requests: 0 });
  const types = await eventTypesAbout(bob);
  const followed = types.filter((type) => type === 'member.followed').length;
  expect(types).toHaveLength(2 * followed);
});

test('approved twice and declined at once, a request is answered once', async () => {
  const [, bob] = await closed();
  const fans = await member.signUpMany(10);
  for (const fan of fans) await member.follow(fan, bob);
  await Promise.allSettled(
    fans.flatMap((fan) => [approve(bob, fan), decline(bob, fan), approve(bob, fan)]),
  );
  const { followers, rows, requests } = await countsOf(bob);
  expect({ followers, requests }).toEqual({ followers: rows, requests: 0 });
  expect(await eventTypesAbout(bob)).toHaveLength(rows);
});

test('asked, approved and opened from all sides at once, counters equal rows and nothing deadlocks', async () => {
  const people = await member.signUpMany(6);
  const at = (index: number): Person => people[index % people.length] ?? noSuchPerson();
  for (const person of people) await setVisibility(person, 'FOLLOWERS');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 240 }, (_, index) => {
      const [from, to] = [at(index), at(index + 1 + (Math.floor(index / 6) % 5))];
      return persist<unknown>(async () => {
        switch (index % 8) {
          case 0:
            return setVisibility(to, index % 16 === 0 ? 'PUBLIC' : 'FOLLOWERS');
          case 1:
          case 2:
            return approve(to, from);
          case 3:
            return member.unfollow(from, to);
          case 4:
            return decline(to, from);
          default:
            return member.follow(from, to);
        }
      });
    }),
  );
  expect(withoutLateAnswers(refusalsOf(outcomes))).toEqual([]);
  for (const person of people) {
    const { followers, rows } = await countsOf(person);
    expect(followers).toBe(rows);
    const types = await eventTypesAbout(person);
    const followed = types.filter((type) => type === 'member.followed').length;
    const unfollowed = types.filter((type) => type === 'member.unfollowed').length;
    expect(followed - unfollowed).toBe(rows);
  }
});

/** Somebody, and somebody who shows themselves to followers only. */
async function closed(): Promise<[Person, Person]> {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('two were asked for');
  await setVisibility(bob, 'FOLLOWERS');
  await member.deps.db.outbox.deleteMany({ where: { key: bob.id } });
  return [ann, bob];
}

function approve(by: Person, whom: { id: string }) {
  return member.as(by).follow.approve.mutate({ memberId: whom.id });
}

function decline(by: Person, whom: Person) {
  return member.as(by).follow.decline.mutate({ memberId: whom.id });
}

function setVisibility(person: Person, visibility: 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE') {
  return member.as(person).profile.setVisibility.mutate({ visibility });
}

async function relationOf(reader: Person, person: Person) {
  return (await member.as(reader).profile.byId.query({ memberId: person.id })).relation;
}

async function countsOf({ id }: Person) {
  const { db } = member.deps;
  const { followerCount } = await db.member.findUniqueOrThrow({ where: { id } });
  const rows = await db.follow.count({ where: { followingId: id } });
  const requests = await db.followRequest.count({ where: { targetId: id } });
  return { followers: followerCount, rows, requests };
}

/** What was told of a member's followers, in the order in which it will be sent. */
async function eventTypesAbout({ id }: Person): Promise<string[]> {
  const rows = await member.deps.db.outbox.findMany({
    where: { key: id },
    orderBy: { seq: 'asc' },
  });
  return rows
    .map((row) => (row.event as { type: string }).type) // an envelope
    .filter((type) => type === 'member.followed' || type === 'member.unfollowed');
}

/** Of each follow, whether its event says that it was asked for. */
async function wereRequested({ id }: Person): Promise<unknown[]> {
  const type = { path: ['type'], equals: 'member.followed' };
  const rows = await member.deps.db.outbox.findMany({ where: { key: id, event: type } });
  return rows.map(({ event }) => Object(Object(event)['data'])['requested']);
}

/** What an answer to a request that is gone is refused with is expected. */
function withoutLateAnswers(codes: unknown[]): unknown[] {
  return codes.filter((code) => code !== notFound.data.appCode);
}
