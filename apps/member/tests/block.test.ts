import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { noSuchPerson, type Person, startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

const notFound = { data: { appCode: 'MEMBER_NOT_FOUND', httpStatus: 404 } };

test('a block ends the follows of both directions, is told once, and both read anew', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.follow(ann, bob);
  await member.follow(bob, ann);
  const before = await Promise.all([member.graphVersionOf(ann), member.graphVersionOf(bob)]);
  expect(await block(ann, bob)).toEqual({ blocked: true });
  expect(await block(ann, bob)).toEqual({ blocked: true });

  for (const person of [ann, bob]) {
    expect(await member.countsOf(person)).toEqual({ followers: 0, followings: 0 });
  }
  expect(await Promise.all([member.graphVersionOf(ann), member.graphVersionOf(bob)])).toEqual(
    before.map((version) => version + 1),
  );
  const events = (await member.eventsAbout(bob)).filter(
    (event) => event.type !== 'member.followed',
  );
  expect(events).toMatchObject([
    {
      type: 'member.blocked',
      actorId: ann.id,
      subject: { kind: 'member', id: bob.id },
      messageKey: `member_activity:kafka_event:MEMBER_BLOCK###${bob.id}###${ann.id}`,
      data: { memberId: ann.id, targetId: bob.id },
    },
  ]);
});

test('a block ends what either has asked the other', async () => {
  const [ann, bob] = await member.signUpTwo();
  const { db } = member.deps;
  await db.member.updateMany({
    where: { id: { in: [ann.id, bob.id] } },
    data: { visibility: 'FOLLOWERS' },
  });
  await member.follow(ann, bob);
  await member.follow(bob, ann);
  await block(bob, ann);
  const ids = [ann.id, bob.id];
  expect(await db.followRequest.count({ where: { requesterId: { in: ids } } })).toBe(0);
});

test('neither of the two finds the other, and nobody else is touched', async () => {
  const [ann, bob] = await member.signUpTwo();
  const cat = await member.signUp();
  await block(ann, bob);
  for (const [reader, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    const api = member.as(reader);
    const memberId = other.id;
    const attempts = [
      api.profile.byId.query({ memberId }),
      api.profile.byHandle.query({ handle: other.handle }),
      api.follow.followers.query({ memberId }),
      api.follow.followings.query({ memberId }),
      api.follow.follow.mutate({ memberId }),
      api.mute.mute.mutate({ memberId, until: null }),
    ];
    await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toMatchObject(notFound)));
    expect(await api.profile.byId.query({ memberId: reader.id })).toMatchObject({ id: reader.id });
    expect(await member.as(cat).profile.byId.query({ memberId })).toMatchObject({ id: memberId });
    expect(await member.anyone.profile.byId.query({ memberId })).toMatchObject({ id: memberId });
  }
});

test('who is blocked, or has blocked the reader, is in no list the reader sees', async () => {
  const [ann, bob] = await member.signUpTwo();
  const [cat, dan] = await member.signUpTwo();
  for (const fan of [bob, cat, dan]) await member.follow(fan, ann);
  await block(bob, cat);
  const followersSeenBy = async (reader: Person) => {
    const { items } = await member.as(reader).follow.followers.query({ memberId: ann.id });
    return items.map((item) => item.id);
  };
  expect(await followersSeenBy(bob)).toEqual([dan.id, bob.id]);
  expect(await followersSeenBy(cat)).toEqual([dan.id, cat.id]);
  expect(await followersSeenBy(dan)).toEqual([dan.id, cat.id, bob.id]);
});

test('taking a block back shows both again, and brings no follow back', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.follow(bob, ann);
  await block(ann, bob);
  expect(await unblock(bob, ann)).toEqual({ blocked: false });
  await expect(member.as(bob).profile.byId.query({ memberId: ann.id })).rejects.toMatchObject(
    notFound,
  );
  expect(await unblock(ann, bob)).toEqual({ blocked: false });
  expect(await unblock(ann, bob)).toEqual({ blocked: false });
  expect(await member.as(bob).profile.byId.query({ memberId: ann.id })).toMatchObject({
    relation: { following: false, followsYou: false },
  });
  expect(await member.follow(bob, ann)).toMatchObject({ following: true });
  const types = (await member.eventsAbout(bob)).map((event) => event.type);
  expect(types).toEqual(['member.blocked', 'member.unblocked']);
});

test('nobody blocks themselves, someone unknown or someone disabled, and nobody blocks without an account', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.deps.db.member.update({ where: { id: bob.id }, data: { disabledAt: new Date() } });
  for (const verb of ['block', 'unblock'] as const) {
    const api = member.as(ann).block;
    await expect(api[verb].mutate({ memberId: ann.id })).rejects.toMatchObject({
      data: { appCode: 'BLOCK_SELF', httpStatus: 400 },
    });
    await expect(api[verb].mutate({ memberId: 'bob' })).rejects.toMatchObject({
      data: { appCode: 'INPUT_INVALID', fields: { memberId: 'invalid_id' } },
    });
    const anonymous = member.anyone.block[verb].mutate({ memberId: ann.id });
    await expect(anonymous).rejects.toMatchObject({ data: { appCode: 'UNAUTHENTICATED' } });
  }
  for (const target of [{ id: newId() }, bob]) {
    await expect(block(ann, target)).rejects.toMatchObject(notFound);
  }
  await expect(member.anyone.block.list.query({})).rejects.toMatchObject({
    data: { appCode: 'UNAUTHENTICATED' },
  });
});

test('the blocked are listed to their blocker only, latest first, each once', async () => {
  const ann = await member.signUp();
  const others = await member.signUpMany(5);
  for (const other of others) await block(ann, other);
  const api = member.as(ann).block;
  const first = await api.list.query({ limit: 3 });
  const rest = await api.list.query({ limit: 3, cursor: first.nextCursor });
  expect([...first.items, ...rest.items].map((item) => item.id)).toEqual(
    others.map((other) => other.id).toReversed(),
  );
  expect(rest.nextCursor).toBeNull();
  const [other = ann] = others;
  expect((await member.as(other).block.list.query({})).items).toEqual([]);
  const foreign = member.as(other).block.list.query({ cursor: first.nextCursor });
  await expect(foreign).rejects.toMatchObject({ data: { appCode: 'CURSOR_INVALID' } });

  const handle = other.handle.toUpperCase();
  expect(await api.byHandle.query({ handle })).toMatchObject({ id: other.id });
  expect(await member.as(other).block.byHandle.query({ handle: ann.handle })).toBeNull();
});

test('services learn whom a member is not to meet; members do not', async () => {
  const [ann, bob] = await member.signUpTwo();
  const cat = await member.signUp();
  await block(ann, bob);
  await block(cat, ann);
  await member
    .as(ann)
    .mute.mute.mutate({ memberId: (await member.signUpTwo())[0].id, until: null });
  const hidden = await member.service.block.hiddenIds.query({ memberId: ann.id });
  expect(hidden.blocked.toSorted()).toEqual([bob.id, cat.id].toSorted());
  expect(hidden.muted).toHaveLength(1);
  const ofBob = await member.service.block.hiddenIds.query({ memberId: bob.id });
  expect(ofBob).toEqual({ blocked: [ann.id], muted: [] });
  for (const client of [member.as(ann), member.anyone]) {
    const attempt = client.block.hiddenIds.query({ memberId: ann.id });
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'FORBIDDEN' } });
  }
});

test('blocked and followed at once by all, no follow survives a block, and counters equal rows', async () => {
  const people = await member.signUpMany(6);
  const at = (index: number): Person => people[index % people.length] ?? noSuchPerson();
  const step = (index: number): Promise<unknown> => {
    const [from, to] = [at(index), at(index + 1 + (Math.floor(index / 6) % 5))];
    switch (index % 7) {
      case 3:
        return block(from, to);
      case 5:
        return unblock(from, to);
      default:
        return member.follow(from, to);
    }
  };
  // In waves: what a slow machine cannot begin in time is 503, and proves nothing.
  for (let start = 0; start < 300; start += 60) {
    const wave = Array.from({ length: 60 }, (_, index) =>
      persist<unknown>(() => step(start + index)),
    );
    const outcomes = await Promise.allSettled(wave);
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const refusal of refusals) expect(refusal.reason).toMatchObject(notFound);
  }

  const { db } = member.deps;
  const ids = people.map((person) => person.id);
  const blocks = await db.block.findMany({ where: { blockerId: { in: ids } } });
  expect(blocks.length).toBeGreaterThan(0);
  for (const { blockerId: a, blockedId: b } of blocks) {
    const OR = [
      { followerId: a, followingId: b },
      { followerId: b, followingId: a },
    ];
    expect(await db.follow.count({ where: { OR } })).toBe(0);
  }
  for (const person of people) {
    expect(await member.countsOf(person)).toEqual({
      followers: await db.follow.count({ where: { followingId: person.id } }),
      followings: await db.follow.count({ where: { followerId: person.id } }),
    });
  }
});

test('one pair blocked and unblocked at once by many: its events alternate', async () => {
  const [ann, bob] = await member.signUpTwo();
  await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      persist(() => (index % 2 === 0 ? block(ann, bob) : unblock(ann, bob))),
    ),
  );
  const types = (await member.eventsAbout(bob)).map((event) => event.type);
  expect(types).toEqual(
    types.map((_, index) => (index % 2 === 0 ? 'member.blocked' : 'member.unblocked')),
  );
  const { items } = await member.as(ann).block.list.query({});
  expect(items).toHaveLength(types.length % 2);
});

function block(from: Person, to: { id: string }) {
  return member.as(from).block.block.mutate({ memberId: to.id });
}

function unblock(from: Person, to: { id: string }) {
  return member.as(from).block.unblock.mutate({ memberId: to.id });
}
