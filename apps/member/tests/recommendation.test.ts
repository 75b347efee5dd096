import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { createClock, dayMs, type Person, startTestMember, type TestMember } from './_harness.ts';

const clock = createClock();
let member: TestMember;
let ann: Person;
beforeAll(async () => {
  member = await startTestMember({}, { now: () => clock.now() });
});
afterAll(() => member[Symbol.asyncDispose]());
beforeEach(async () => {
  // Whoever a test before has left behind is no newcomer to this one.
  clock.advance(61 * dayMs);
  ann = await member.signUp();
});

test('who is followed by those one follows comes first, by how many, with names', async () => {
  const friends = await member.signUpMany(3);
  const [popular, known] = await member.signUpTwo();
  const newcomer = await member.signUp();
  for (const friend of friends) {
    await member.follow(ann, friend);
    await member.follow(friend, popular);
  }
  const [friend = ann] = friends;
  await member.follow(friend, known);

  const [first, second, ...rest] = await recommended(ann);
  expect(first).toMatchObject({
    id: popular.id,
    handle: popular.handle,
    reason: { kind: 'followed-by', count: 3 },
  });
  const names = first?.reason.kind === 'followed-by' ? first.reason.names : [];
  expect(names).toHaveLength(2);
  expect(friends.map(({ handle }) => handle)).toEqual(expect.arrayContaining(names));
  expect(second).toMatchObject({
    id: known.id,
    reason: { kind: 'followed-by', names: [friend.handle], count: 1 },
  });
  expect(rest).toMatchObject([{ id: newcomer.id, reason: { kind: 'newcomer' } }]);
});

test('of newcomers, only the active ones are recommended, latest first', async () => {
  const [early, silent] = await member.signUpTwo();
  clock.advance(31 * dayMs);
  await member.follow(early, silent);
  const fresh = await member.signUp();
  expect(idsOf(await recommended(ann))).toEqual([fresh.id, early.id]);
  clock.advance(29 * dayMs);
  const later = idsOf(await recommended(ann));
  expect(later).toEqual([fresh.id]);
});

test.each([
  ['oneself', () => ann],
  ['whom one follows', async () => after(await member.signUp(), (bob) => member.follow(ann, bob))],
  [
    'whom one has asked',
    async () =>
      after(await member.signUp(), async (bob) => {
        await change(bob, { visibility: 'FOLLOWERS' });
        await member.follow(ann, bob);
      }),
  ],
  [
    'whom one has blocked',
    async () =>
      after(await member.signUp(), (bob) =>
        member.as(ann).block.block.mutate({ memberId: bob.id }),
      ),
  ],
  [
    'who has blocked one',
    async () =>
      after(await member.signUp(), (bob) =>
        member.as(bob).block.block.mutate({ memberId: ann.id }),
      ),
  ],
  [
    'whom one mutes',
    async () =>
      after(await member.signUp(), (bob) =>
        member.as(ann).mute.mute.mutate({ memberId: bob.id, until: null }),
      ),
  ],
  [
    'who was dismissed',
    async () =>
      after(await member.signUp(), (bob) =>
        member.as(ann).recommendation.dismiss.mutate({ memberId: bob.id }),
      ),
  ],
  [
    'who is disabled',
    async () => after(await member.signUp(), (bob) => change(bob, { disabledAt: new Date() })),
  ],
  [
    'who shows themselves to nobody',
    async () => after(await member.signUp(), (bob) => change(bob, { visibility: 'PRIVATE' })),
  ],
])('%s is never recommended, as a newcomer or by others', async (_who, prepare) => {
  const left = await prepare();
  const friend = await member.signUp();
  await member.follow(ann, friend);
  if (left.id !== ann.id) {
    await member.deps.db.follow.create({
      data: { id: newId(), followerId: friend.id, followingId: left.id, createdAt: new Date() },
    });
  }
  const other = await member.signUp();
  expect(idsOf(await recommended(ann))).toEqual([other.id]);
});

test('whom a private or disabled member follows is not told of through them', async () => {
  const [friend, bob] = await member.signUpTwo();
  await member.follow(ann, friend);
  await member.follow(friend, bob);
  await change(friend, { visibility: 'PRIVATE' });
  expect(await recommended(ann)).toMatchObject([{ id: bob.id, reason: { kind: 'newcomer' } }]);
  await change(friend, { visibility: 'PUBLIC', disabledAt: new Date() });
  expect(await recommended(ann)).toMatchObject([{ id: bob.id, reason: { kind: 'newcomer' } }]);
});

test('the limit is kept to, with nobody twice', async () => {
  const [friend, bob] = await member.signUpTwo();
  await member.signUpMany(4);
  await member.follow(ann, friend);
  await member.follow(friend, bob);
  const items = await member.as(ann).recommendation.members.query({ limit: 3 });
  expect(items).toHaveLength(3);
  expect(new Set(idsOf(items)).size).toBe(3);
  for (const limit of [0, 51, 1.5]) {
    await expect(member.as(ann).recommendation.members.query({ limit })).rejects.toMatchObject({
      data: { appCode: 'INPUT_INVALID' },
    });
  }
});

test('dismissing may be repeated; someone unknown is not found; both are for members', async () => {
  const bob = await member.signUp();
  const { recommendation } = member.as(ann);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => recommendation.dismiss.mutate({ memberId: bob.id })),
  );
  for (const answer of answers) expect(answer).toEqual({ dismissed: true });
  await expect(recommendation.dismiss.mutate({ memberId: newId() })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND', httpStatus: 404 },
  });
  for (const attempt of [
    member.anyone.recommendation.members.query({}),
    member.anyone.recommendation.dismiss.mutate({ memberId: bob.id }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'UNAUTHENTICATED' } });
  }
});

function recommended(person: Person) {
  return member.as(person).recommendation.members.query({});
}

function idsOf(items: { id: string }[]): string[] {
  return items.map((item) => item.id);
}

async function after(person: Person, work: (person: Person) => Promise<unknown>): Promise<Person> {
  await work(person);
  return person;
}

function change(
  person: Person,
  data: { visibility?: 'PUBLIC' | 'FOLLOWERS' | 'PRIVATE'; disabledAt?: Date },
) {
  return member.deps.db.member.update({ where: { id: person.id }, data });
}
