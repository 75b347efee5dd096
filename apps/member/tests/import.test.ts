import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { anyone, password, startTestMember, type TestMember } from './_harness.ts';

const weekAgo = new Date(Date.now() - 7 * 86_400_000);

function someone(given: Partial<ReturnType<typeof anyone>> = {}) {
  return { ...anyone(given), id: newId(weekAgo), createdAt: weekAgo.toISOString() };
}

function follow(follower: { id: string }, following: { id: string }) {
  return {
    followerId: follower.id,
    followingId: following.id,
    createdAt: new Date(weekAgo.getTime() + 3_600_000).toISOString(),
  };
}

test('a past is brought in with its times, right counters, and without a word to anyone', async () => {
  await using member = await startTestMember();
  const [ann, bob, cat] = [someone(), someone(), someone()];
  const input = {
    members: [ann, bob, cat],
    follows: [follow(ann, bob), follow(cat, bob), follow(bob, ann)],
  };
  expect(await member.service.import.members.mutate(input)).toEqual({ imported: 6 });

  const seen = await member.anyone.profile.byId.query({ memberId: bob.id });
  expect(seen).toMatchObject({
    joinedAt: weekAgo.toISOString(),
    followerCount: 2,
    followingCount: 1,
  });
  const { items } = await member.anyone.follow.followers.query({ memberId: bob.id });
  expect(items).toHaveLength(2);
  expect(await member.deps.db.outbox.count()).toBe(0);
  expect(await member.deps.redis.get(`graph:${ann.id}`)).toBe('1');
  await expectLogIn(member, ann.email);
});

test('of follows from a time on who is followed is told, dated as they were', async () => {
  await using member = await startTestMember();
  const [ann, bob, cat] = [someone(), someone(), someone()];
  const late = { ...follow(cat, bob), createdAt: new Date().toISOString() };
  const follows = [late, follow(ann, bob)];
  const input = { members: [ann, bob, cat], follows, toldSince: late.createdAt };
  await member.service.import.members.mutate(input);
  await member.service.import.members.mutate(input);
  const rows = await member.deps.db.outbox.findMany();
  expect(rows.map(({ event }) => event)).toMatchObject([
    {
      type: 'member.followed',
      actorId: cat.id,
      occurredAt: late.createdAt,
      data: { targetId: bob.id, requested: false },
    },
  ]);
});

test('a second run brings in nothing new, also when both run at once', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [someone(), someone()];
  const input = { members: [ann, bob], follows: [follow(ann, bob)] };
  const both = await Promise.all([
    member.service.import.members.mutate(input),
    member.service.import.members.mutate(input),
  ]);
  expect(both.map((result) => result.imported).toSorted((a, b) => a - b)).toEqual([0, 3]);
  expect(await member.service.import.members.mutate(input)).toEqual({ imported: 0 });

  // What happened since stays: a member who unfollowed and is imported again follows again, counted once.
  await member.as({ id: ann.id, sessionId: newId() }).follow.unfollow.mutate({ memberId: bob.id });
  await member.service.import.members.mutate(input);
  const seen = await member.anyone.profile.byId.query({ memberId: bob.id });
  expect(seen.followerCount).toBe(await member.deps.db.follow.count());
});

test('one password shared by many is hashed once', async () => {
  let hashed = 0;
  await using counting = await startTestMember();
  const { passwords } = counting.deps;
  await using member = await startTestMember(
    {},
    {
      passwords: {
        ...passwords,
        hash: (given) => {
          hashed += 1;
          return passwords.hash(given);
        },
      },
    },
  );
  const members = [
    ...Array.from({ length: 20 }, () => someone()),
    someone({ password: 'another one' }),
  ];
  await member.service.import.members.mutate({ members, follows: [] });
  expect(hashed).toBe(2);
});

test('what does not fit is refused by its place, and nothing of the batch is written', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [someone(), someone()];
  const stranger = { id: newId() };
  for (const [follows, appCode, field] of [
    [[follow(ann, bob), follow(ann, stranger)], 'MEMBER_NOT_FOUND', 'follows.1.followingId'],
    [[follow(stranger, ann)], 'MEMBER_NOT_FOUND', 'follows.0.followerId'],
    [[follow(ann, ann)], 'FOLLOW_SELF', 'follows.0.followingId'],
  ] as const) {
    const attempt = member.service.import.members.mutate({
      members: [ann, bob],
      follows: [...follows],
    });
    await expect(attempt).rejects.toMatchObject({
      data: { appCode, fields: { [field]: 'invalid' } },
    });
  }
  const broken = { ...someone(), handle: 'no handle' };
  const attempt = member.service.import.members.mutate({ members: [ann, broken], follows: [] });
  await expect(attempt).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { 'members.1.handle': 'invalid_handle' } },
  });
  expect(await member.deps.db.member.count()).toBe(0);
});

test('a handle that a stranger has already refuses the batch', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  const members = [someone(), someone({ handle: ann.handle.toUpperCase() })];
  const attempt = member.service.import.members.mutate({ members, follows: [] });
  await expect(attempt).rejects.toMatchObject({
    data: { appCode: 'HANDLE_TAKEN', httpStatus: 409 },
  });
  expect(await member.deps.db.member.count()).toBe(1);
});

test('importing beside people who follow loses no count', async () => {
  await using member = await startTestMember();
  const people = await member.signUpMany(4);
  const [ann] = people;
  const imported = Array.from({ length: 50 }, () => someone());
  const follows = imported.flatMap((each) => people.map((person) => follow(each, person)));
  await Promise.all([
    member.service.import.members.mutate({ members: imported, follows }),
    ...people
      .slice(1)
      .map((person) => member.as(person).follow.follow.mutate({ memberId: ann?.id ?? '' })),
  ]);
  for (const person of people) {
    const row = await member.deps.db.member.findUniqueOrThrow({ where: { id: person.id } });
    const followerCount = await member.deps.db.follow.count({ where: { followingId: person.id } });
    expect(row.followerCount).toBe(followerCount);
  }
});

test('importing is for services: a member and a stranger are refused', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  for (const client of [member.as(ann), member.anyone]) {
    const attempt = client.import.members.mutate({ members: [someone()], follows: [] });
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'FORBIDDEN' } });
  }
  expect(await member.deps.db.member.count()).toBe(1);
});

async function expectLogIn(member: TestMember, email: string): Promise<void> {
  const answer = await member.send({ procedure: 'auth.logIn', input: { email, password } });
  expect(answer.status).toBe(200);
}
