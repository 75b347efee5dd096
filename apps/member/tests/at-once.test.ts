import { afterAll, beforeAll, expect, test } from 'vitest';

import { anyone, startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('at 999, of many follows at once one finds room', async () => {
  const ann = await member.signUp();
  const people = await member.signUpMany(4);
  await member.deps.db.member.update({ where: { id: ann.id }, data: { followingCount: 999 } });
  const outcomes = await Promise.allSettled(people.map((person) => member.follow(ann, person)));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.map(({ reason }) => Object(Object(reason)['data'])['appCode'])).toEqual(
    Array<string>(3).fill('FOLLOW_LIMIT_REACHED'),
  );
  expect(await member.deps.db.follow.count({ where: { followerId: ann.id } })).toBe(1);
  expect((await member.countsOf(ann)).followings).toBe(1000);
});

test('of many sign-ups for one address, those behind the first cost no hash', async () => {
  const { email } = anyone();
  const { passwords } = member.deps;
  let hashes = 0;
  const hash = passwords.hash.bind(passwords);
  passwords.hash = (password) => {
    hashes += 1;
    return hash(password);
  };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      member.send({ procedure: 'auth.signUp', input: { ...anyone(), email } }),
    ),
  );
  passwords.hash = hash;
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, ...Array<number>(9).fill(409)]);
  expect(hashes).toBe(1);
});
