import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('a profile is found by handle, whatever its capitals, and by id', async () => {
  const ann = await member.signUp({ bio: 'Hello', location: 'Seoul' });
  const byHandle = await member.anyone.profile.byHandle.query({ handle: ann.handle.toUpperCase() });
  const byId = await member.anyone.profile.byId.query({ memberId: ann.id });
  expect(byHandle).toEqual(byId);
  expect(byId).toMatchObject({
    id: ann.id,
    handle: ann.handle,
    bio: 'Hello',
    location: 'Seoul',
    followerCount: 0,
    relation: null,
  });
});

test('what is private is for oneself: no profile of another holds an e-mail address', async () => {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('two were asked for');
  const seen = await member.as(bob).profile.byId.query({ memberId: ann.id });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['email']));
  expect(JSON.stringify(seen)).not.toContain('example.com');
  const me = await member.as(ann).profile.me.query();
  expect(me).toMatchObject({ id: ann.id, email: ann.email, roles: ['MEMBER'] });
});

test('a profile says how its reader stands to the member', async () => {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('two were asked for');
  await member.as(ann).follow.follow.mutate({ memberId: bob.id });
  const relation = async (reader: typeof ann, memberId: string) =>
    (await member.as(reader).profile.byId.query({ memberId })).relation;
  expect(await relation(ann, bob.id)).toEqual({
    isSelf: false,
    following: true,
    requested: false,
    followsYou: false,
  });
  expect(await relation(bob, ann.id)).toEqual({
    isSelf: false,
    following: false,
    requested: false,
    followsYou: true,
  });
  expect(await relation(ann, ann.id)).toEqual({
    isSelf: true,
    following: false,
    requested: false,
    followsYou: false,
  });
});

test('who is unknown or disabled is not found, by any way', async () => {
  const ann = await member.signUp();
  const gone = await member.signUp();
  const where = { id: gone.id };
  await member.deps.db.member.update({ where, data: { disabledAt: new Date() } });
  const notFound = { data: { appCode: 'MEMBER_NOT_FOUND', httpStatus: 404 } };
  const read = member.as(ann).profile;
  await expect(read.byId.query({ memberId: newId() })).rejects.toMatchObject(notFound);
  await expect(read.byId.query({ memberId: gone.id })).rejects.toMatchObject(notFound);
  await expect(read.byHandle.query({ handle: gone.handle })).rejects.toMatchObject(notFound);
  await expect(read.byHandle.query({ handle: 'no_such' })).rejects.toMatchObject(notFound);
  await expect(member.as(gone).profile.me.query()).rejects.toMatchObject(notFound);
  expect(await member.service.profile.summaries.query({ ids: [gone.id, newId()] })).toEqual([]);
});

test('bad input is refused by field', async () => {
  const ann = await member.signUp();
  const { profile } = member.as(ann);
  await expect(profile.byId.query({ memberId: 'ann' })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { memberId: 'invalid_id' } },
  });
  await expect(profile.byHandle.query({ handle: '' })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { handle: 'required' } },
  });
  const ids = Array.from({ length: 201 }, () => ann.id);
  await expect(member.service.profile.summaries.query({ ids })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { ids: 'too_many' } },
  });
});

test('nobody reads their own page without being logged in', async () => {
  await expect(member.anyone.profile.me.query()).rejects.toMatchObject({
    data: { appCode: 'UNAUTHENTICATED', httpStatus: 401 },
  });
});

test('summaries come in the order asked for, each once', async () => {
  const people = await member.signUpMany(5);
  const ids = people.map((person) => person.id).toReversed();
  const summaries = await member.service.profile.summaries.query({ ids: [...ids, ...ids] });
  expect(summaries.map((summary) => summary.id)).toEqual(ids);
  expect(Object.keys(summaries[0] ?? {}).toSorted()).toEqual([
    'avatarUrl',
    'displayName',
    'handle',
    'id',
    'visibility',
  ]);
});

test('summaries are for services: a member and a stranger are refused', async () => {
  const ann = await member.signUp();
  for (const client of [member.as(ann), member.anyone]) {
    await expect(client.profile.summaries.query({ ids: [ann.id] })).rejects.toMatchObject({
      data: { appCode: 'FORBIDDEN', httpStatus: 403 },
    });
  }
});

test('who builds an index is told of everybody who is there: bios that all may read, and how many follow them', async () => {
  const [ann, shy, gone] = [
    await member.signUp({ bio: 'paints birds' }),
    await member.signUp({ bio: 'only for friends' }),
    await member.signUp(),
  ];
  await member.as(shy).follow.follow.mutate({ memberId: ann.id });
  await member.as(shy).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await member.deps.db.member.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
  const { profile } = member.service;
  const told = await profile.indexByIds.query({ ids: [ann.id, shy.id, gone.id, newId()] });
  expect(told).toHaveLength(2);
  expect(told).toContainEqual(
    expect.objectContaining({ id: ann.id, bio: 'paints birds', followerCount: 1 }),
  );
  expect(told).toContainEqual(expect.objectContaining({ id: shy.id, bio: '', followerCount: 0 }));
  const { items } = await profile.indexPage.query({});
  expect(items).toEqual(expect.arrayContaining(told));
  expect(items.map(({ id }) => id)).not.toContain(gone.id);
});
