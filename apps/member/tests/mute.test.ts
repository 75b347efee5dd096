import { anonymous } from '@dailyfeed/auth/identity';
import { HiddenIds } from '@dailyfeed/contract/relation';
import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createClock, dayMs, type Person, startTestMember, type TestMember } from './_harness.ts';

const clock = createClock();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: () => clock.now() });
});
afterAll(() => member[Symbol.asyncDispose]());

test('a mute is remembered, is taken back, and may be repeated both ways', async () => {
  const [ann, bob] = await member.signUpTwo();
  const input = { memberId: bob.id };
  const api = member.as(ann).mute;
  const before = await member.graphVersionOf(ann);
  expect(await api.state.query(input)).toEqual({ muted: false, until: null });
  expect(await api.mute.mutate({ ...input, until: null })).toEqual({ muted: true, until: null });
  expect(await api.mute.mutate({ ...input, until: null })).toEqual({ muted: true, until: null });
  expect(await api.state.query(input)).toEqual({ muted: true, until: null });
  expect(await member.graphVersionOf(ann)).toBeGreaterThan(before);
  expect((await api.list.query({})).items).toMatchObject([{ id: bob.id, until: null }]);

  const between = await member.graphVersionOf(ann);
  expect(await api.unmute.mutate(input)).toEqual({ muted: false, until: null });
  expect(await api.unmute.mutate(input)).toEqual({ muted: false, until: null });
  expect(await member.graphVersionOf(ann)).toBe(between + 1);
  expect((await api.list.query({})).items).toEqual([]);
});

test('a mute, a longer one and its end are told once each, in the story of who mutes', async () => {
  const [ann, bob] = await member.signUpTwo();
  const { mute } = member.as(ann);
  const until = new Date(clock.now().getTime() + dayMs).toISOString();
  await mute.mute.mutate({ memberId: bob.id, until });
  await mute.mute.mutate({ memberId: bob.id, until });
  await mute.mute.mutate({ memberId: bob.id, until: null });
  await mute.unmute.mutate({ memberId: bob.id });
  await mute.unmute.mutate({ memberId: bob.id });
  const rows = await member.deps.db.outbox.findMany({
    where: { key: bob.id, messageKey: { contains: 'MUTE' } },
    orderBy: { seq: 'asc' },
  });
  expect(rows.map((row) => row.event)).toMatchObject([
    { type: 'member.muted', actorId: ann.id, data: { targetId: bob.id, until } },
    { type: 'member.muted', actorId: ann.id, data: { until: null } },
    { type: 'member.unmuted', actorId: ann.id, data: { targetId: bob.id } },
  ]);
});

test('who is muted does not learn of it: profile, follow and the other side’s lists stay as they are', async () => {
  const [ann, bob] = await member.signUpTwo();
  await member.as(bob).follow.follow.mutate({ memberId: ann.id });
  await member.as(ann).mute.mute.mutate({ memberId: bob.id, until: null });
  expect(await member.as(bob).profile.byId.query({ memberId: ann.id })).toMatchObject({
    relation: { following: true },
  });
  expect(await member.as(ann).profile.byId.query({ memberId: bob.id })).toMatchObject({
    relation: { followsYou: true },
  });
  expect(await member.as(bob).mute.list.query({})).toEqual({ items: [], nextCursor: null });
  expect(await member.service.block.hiddenIds.query({ memberId: bob.id })).toEqual({
    blocked: [],
    muted: [],
  });
});

test('a mute with an end ends then, and can be made longer', async () => {
  const [ann, bob] = await member.signUpTwo();
  // A passport lasts a minute, so each step of the clock needs another.
  const api = () => member.as(ann).mute;
  const inDays = (days: number) => new Date(clock.now().getTime() + days * dayMs).toISOString();
  await api().mute.mutate({ memberId: bob.id, until: inDays(1) });
  const until = inDays(7);
  expect(await api().mute.mutate({ memberId: bob.id, until })).toEqual({ muted: true, until });
  expect(await hiddenFrom(ann)).toEqual([{ memberId: bob.id, until }]);

  clock.advance(6 * dayMs);
  expect(await api().state.query({ memberId: bob.id })).toEqual({ muted: true, until });
  clock.advance(dayMs);
  expect(await api().state.query({ memberId: bob.id })).toEqual({ muted: false, until: null });
  expect((await api().list.query({})).items).toEqual([]);
  expect(await hiddenFrom(ann)).toEqual([]);
});

test('the muted are listed latest first, each once, by cursors of this list only', async () => {
  const ann = await member.signUp();
  const others = await member.signUpMany(3);
  const api = member.as(ann);
  for (const other of others) await api.mute.mute.mutate({ memberId: other.id, until: null });
  const first = await api.mute.list.query({ limit: 2 });
  const rest = await api.mute.list.query({ limit: 2, cursor: first.nextCursor });
  expect([...first.items, ...rest.items].map((item) => item.id)).toEqual(
    others.map((other) => other.id).toReversed(),
  );
  await expect(api.block.list.query({ cursor: first.nextCursor })).rejects.toMatchObject({
    data: { appCode: 'CURSOR_INVALID' },
  });
});

test('nobody mutes themselves, someone unknown, into the past, or without an account', async () => {
  const [ann, bob] = await member.signUpTwo();
  const api = member.as(ann).mute;
  await expect(api.mute.mutate({ memberId: ann.id, until: null })).rejects.toMatchObject({
    data: { appCode: 'MUTE_SELF', httpStatus: 400 },
  });
  await expect(api.unmute.mutate({ memberId: ann.id })).rejects.toMatchObject({
    data: { appCode: 'MUTE_SELF' },
  });
  await expect(api.mute.mutate({ memberId: newId(), until: null })).rejects.toMatchObject({
    data: { appCode: 'MEMBER_NOT_FOUND', httpStatus: 404 },
  });
  const past = new Date(clock.now().getTime() - 1).toISOString();
  for (const [until, reason] of [
    [past, 'too_small'],
    ['tomorrow', 'invalid'],
  ] as const) {
    await expect(api.mute.mutate({ memberId: bob.id, until })).rejects.toMatchObject({
      data: { appCode: 'INPUT_INVALID', fields: { until: reason } },
    });
  }
  const { mute } = member.anyone;
  for (const attempt of [
    mute.mute.mutate({ memberId: bob.id, until: null }),
    mute.unmute.mutate({ memberId: bob.id }),
    mute.state.query({ memberId: bob.id }),
    mute.list.query({}),
  ]) {
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'UNAUTHENTICATED' } });
  }
  expect(await api.state.query({ memberId: bob.id })).toMatchObject({ muted: false });
});

test('muted by many requests at once, a member is muted once', async () => {
  const [ann, bob] = await member.signUpTwo();
  await Promise.all(
    Array.from({ length: 20 }, () =>
      persist(() => member.as(ann).mute.mute.mutate({ memberId: bob.id, until: null })),
    ),
  );
  expect(await member.deps.db.mute.count({ where: { muterId: ann.id } })).toBe(1);
});

async function hiddenFrom(person: Person) {
  const answer = await member.send({
    procedure: 'block.hiddenIds',
    input: { memberId: person.id },
    headers: member.passportOf({ ...anonymous('test'), service: 'timeline' }),
  });
  return HiddenIds.parse(answer.data).muted;
}
