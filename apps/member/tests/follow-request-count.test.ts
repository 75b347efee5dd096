import { followRequestCountMax } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Person, startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('a member learns how many wait for their answer, and of nobody else’s', async () => {
  const ann = await closed();
  const bob = await member.signUp();
  expect(await countOf(ann)).toBe(0);
  await member.follow(bob, ann);
  expect([await countOf(ann), await countOf(bob)]).toEqual([1, 0]);
  await member.as(ann).follow.decline.mutate({ memberId: bob.id });
  expect(await countOf(ann)).toBe(0);
});

test('who is deactivated or disabled is not counted while they are', async () => {
  const ann = await closed();
  const [bob, cat] = await member.signUpTwo();
  await member.follow(bob, ann);
  await member.follow(cat, ann);
  const { db } = member.deps;
  await db.member.update({ where: { id: bob.id }, data: { deactivatedAt: new Date() } });
  expect(await countOf(ann)).toBe(1);
  await db.member.update({ where: { id: bob.id }, data: { deactivatedAt: null } });
  expect(await countOf(ann)).toBe(2);
});

test('more than can be shown are not counted', async () => {
  const ann = await closed();
  const { db } = member.deps;
  const bob = await db.member.findUniqueOrThrow({ where: { id: (await member.signUp()).id } });
  const many = Array.from({ length: followRequestCountMax + 3 }, (_, index) => ({
    ...bob,
    id: newId(),
    email: `many-${index}@example.com`,
    handle: `many_${index}`,
    handleKey: `many_${index}`,
  }));
  await db.member.createMany({ data: many });
  const createdAt = new Date();
  await db.followRequest.createMany({
    data: many.map(({ id }) => ({ id: newId(), requesterId: id, targetId: ann.id, createdAt })),
  });
  expect(await countOf(ann)).toBe(followRequestCountMax);
});

test('a visitor is told nothing', async () => {
  const answer = await member.send({ path: '/trpc/follow.requestCount' });
  expect(answer).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
});

async function closed(): Promise<Person> {
  const ann = await member.signUp();
  await member.as(ann).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  return ann;
}

async function countOf(person: Person): Promise<number> {
  return (await member.as(person).follow.requestCount.query()).count;
}
