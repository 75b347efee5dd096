import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createClock, dayMs, type Person, startTestMember, type TestMember } from './_harness.ts';
import { refusalsOf } from './_outcomes.ts';

const clock = createClock();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now });
});
afterAll(() => member[Symbol.asyncDispose]());

const taken = { data: { appCode: 'HANDLE_TAKEN', httpStatus: 409, fields: { handle: 'taken' } } };

test('a member takes another handle, it is told, and the old one leads to them', async () => {
  const ann = await member.signUp();
  const handle = anyHandle();
  expect(await change(ann, handle)).toMatchObject({ handle });
  for (const wanted of [handle, ann.handle, ann.handle.toUpperCase()]) {
    const found = await member.anyone.profile.byHandle.query({ handle: wanted });
    expect(found).toMatchObject({ id: ann.id, handle });
  }
  expect(await eventsOf(ann)).toMatchObject([
    {
      type: 'member.handle_changed',
      data: { memberId: ann.id, handle, previousHandle: ann.handle },
    },
  ]);
});

test('nobody else takes a handle that was given up, by change or by sign-up, until 90 days are over', async () => {
  const [ann, bob] = await member.signUpTwo();
  await change(ann, anyHandle());
  await expect(change(bob, ann.handle.toUpperCase())).rejects.toMatchObject(taken);
  await expect(member.signUp({ handle: ann.handle })).rejects.toThrow('HANDLE_TAKEN');
  clock.advance(89 * dayMs);
  await expect(change(bob, ann.handle)).rejects.toMatchObject(taken);
  clock.advance(2 * dayMs);
  const before = await member.anyone.profile.byHandle.query({ handle: bob.handle });
  expect(before.id).toBe(bob.id);
  await expect(member.anyone.profile.byHandle.query({ handle: ann.handle })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND' },
  });
  expect(await change(bob, ann.handle)).toMatchObject({ handle: ann.handle });
  // What is over is forgotten.
  expect(await member.deps.db.heldHandle.count({ where: { memberId: ann.id } })).toBe(0);
});

test('its member takes an old handle back at any time', async () => {
  const ann = await member.signUp();
  const handle = anyHandle();
  await change(ann, handle);
  expect(await change(ann, ann.handle)).toMatchObject({ handle: ann.handle });
  const found = await member.anyone.profile.byHandle.query({ handle });
  expect(found).toMatchObject({ id: ann.id, handle: ann.handle });
});

test('other capitals are the same handle, and the same handle is no change', async () => {
  const ann = await member.signUp();
  const handle = ann.handle.toUpperCase();
  expect(await change(ann, handle)).toMatchObject({ handle });
  expect(await change(ann, handle)).toMatchObject({ handle });
  expect(await eventsOf(ann)).toHaveLength(1);
  expect(await member.deps.db.heldHandle.count({ where: { memberId: ann.id } })).toBe(0);
});

test.each([
  ['no', 'too_short'],
  ['x'.repeat(31), 'too_long'],
  ['with space', 'invalid_handle'],
  // Cyrillic а, full-width ａ, a dotless ı and a zero-width joiner look like what they are not.
  ['\u0430dmin', 'invalid_handle'],
  ['\uFF41nna', 'invalid_handle'],
  ['m\u0131na', 'invalid_handle'],
  ['an\u200Dna', 'invalid_handle'],
  ['Admin', 'reserved'],
  ['dailyfeed', 'reserved'],
])('%j cannot be a handle: %s', async (handle, reason) => {
  const ann = await member.signUp();
  await expect(change(ann, handle)).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { handle: reason } },
  });
});

test('what another has is taken, whatever the capitals, and nothing changes', async () => {
  const [ann, bob] = await member.signUpTwo();
  await expect(change(ann, bob.handle.toUpperCase())).rejects.toMatchObject(taken);
  expect(await member.as(ann).profile.me.query()).toMatchObject({ handle: ann.handle });
  expect(await member.deps.db.heldHandle.count({ where: { memberId: ann.id } })).toBe(0);
});

test('nobody collects names: five old handles are kept, and a sixth change waits', async () => {
  const ann = await member.signUp();
  for (let count = 0; count < 5; count += 1) await change(ann, anyHandle());
  await expect(change(ann, anyHandle())).rejects.toMatchObject({
    data: { appCode: 'HANDLE_CHANGE_LIMIT_REACHED', httpStatus: 409 },
  });
  clock.advance(91 * dayMs);
  const handle = anyHandle();
  expect(await change(ann, handle)).toMatchObject({ handle });
});

test('of many who want one name at once, one gets it', async () => {
  const people = await member.signUpMany(8);
  const handle = anyHandle();
  const outcomes = await Promise.allSettled(people.map((person) => change(person, handle)));
  expect(refusalsOf(outcomes)).toEqual(people.slice(1).map(() => 'HANDLE_TAKEN'));
  const found = await member.anyone.profile.byHandle.query({ handle });
  expect(people.map((person) => person.id)).toContain(found.id);
});

test('a handle given up is nobody’s catch, however many reach for it in that moment', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [ann, ...others] = await member.signUpMany(4);
    if (!ann) throw new Error('somebody was asked for');
    const [moved, ...rest] = await Promise.allSettled([
      change(ann, anyHandle()),
      ...others.map((other) => change(other, ann.handle)),
      member.signUp({ handle: ann.handle }),
    ]);
    expect(moved.status).toBe('fulfilled');
    expect(rest.map((outcome) => outcome.status)).toEqual(rest.map(() => 'rejected'));
    const found = await member.anyone.profile.byHandle.query({ handle: ann.handle });
    expect(found.id).toBe(ann.id);
  }
});

test('two who swap handles at once do not end with one name for both, nor wait for each other forever', async () => {
  const [ann, bob] = await member.signUpTwo();
  const outcomes = await Promise.allSettled([change(ann, bob.handle), change(bob, ann.handle)]);
  expect(refusalsOf(outcomes)).toEqual(['HANDLE_TAKEN', 'HANDLE_TAKEN']);
  const [first, second] = await Promise.all(
    [ann, bob].map((person) => member.as(person).profile.me.query()),
  );
  expect(first?.handle).toBe(ann.handle);
  expect(second?.handle).toBe(bob.handle);
});

function change(person: Person, handle: string) {
  return member.as(person).profile.changeHandle.mutate({ handle });
}

function anyHandle(): string {
  return `h${randomBytes(6).toString('hex')}`;
}

async function eventsOf({ id }: Person): Promise<object[]> {
  const rows = await member.deps.db.outbox.findMany({
    where: { key: id },
    orderBy: { seq: 'asc' },
  });
  return rows
    .map((row) => row.event as { type: string }) // an envelope
    .filter((event) => event.type !== 'member.signed_up');
}
