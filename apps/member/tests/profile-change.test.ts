import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Person, startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

test('what is given is changed, the rest stays, and it is told once', async () => {
  const ann = await member.signUp({ bio: 'Hello', location: 'Seoul' });
  const { profile } = member.as(ann);
  const me = await profile.update.mutate({
    displayName: '  Ann   ',
    websiteUrl: 'https://ann.example.com/',
    birthDate: '1990-02-28',
    gender: 'FEMALE',
    country: 'KR',
    language: 'ko',
  });
  expect(me).toMatchObject({
    displayName: 'Ann',
    bio: 'Hello',
    location: 'Seoul',
    websiteUrl: 'https://ann.example.com/',
    birthDate: '1990-02-28',
    gender: 'FEMALE',
    country: 'KR',
    language: 'ko',
  });
  expect(await profile.me.query()).toEqual(me);
  expect(await eventsOf(ann)).toMatchObject([
    {
      type: 'member.updated',
      actorId: ann.id,
      data: { memberId: ann.id, displayName: 'Ann', bio: 'Hello' },
    },
  ]);
});

test('what is not told any longer is empty, and an empty field means the same', async () => {
  const ann = await member.signUp({ bio: 'Hello' });
  const { profile } = member.as(ann);
  await profile.update.mutate({ birthDate: '2000-02-29', gender: 'OTHER', country: 'NZ' });
  const cleared = { bio: '', websiteUrl: null, birthDate: null, gender: null, country: null };
  expect(
    await profile.update.mutate({ ...cleared, birthDate: '', gender: '', country: '' }),
  ).toMatchObject(cleared);
});

test('sign-up takes the same, and refuses a birth date that is still to come', async () => {
  const told = { birthDate: '1990-02-28', gender: 'MALE', country: 'KR' } as const;
  const ann = await member.signUp(told);
  expect(await member.as(ann).profile.me.query()).toMatchObject(told);
  await expect(member.signUp({ birthDate: '2999-01-01' })).rejects.toThrow('INPUT_INVALID');
});

test('what is the same already is told to nobody', async () => {
  const ann = await member.signUp({ bio: 'Hello' });
  const { profile } = member.as(ann);
  const before = await profile.me.query();
  expect(await profile.update.mutate({})).toEqual(before);
  expect(await profile.update.mutate({ bio: 'Hello', birthDate: null })).toEqual(before);
  await profile.setVisibility.mutate({ visibility: 'PUBLIC' });
  expect(await eventsOf(ann)).toEqual([]);
});

test.each([
  [{ displayName: ' ' }, { displayName: 'required' }],
  [{ displayName: 'x'.repeat(51) }, { displayName: 'too_long' }],
  [{ bio: 'x'.repeat(501) }, { bio: 'too_long' }],
  [{ birthDate: '2001-02-29' }, { birthDate: 'invalid' }],
  [{ birthDate: '1899-12-31' }, { birthDate: 'invalid' }],
  [{ birthDate: '9999-01-01' }, { birthDate: 'invalid' }],
  [{ country: 'XX' }, { country: 'invalid' }],
  [{ country: 'kr' }, { country: 'invalid' }],
  [{ gender: 'MALE ' }, { gender: 'invalid' }],
  [{ language: 'fr' }, { language: 'invalid' }],
])('%j is refused by field', async (input, fields) => {
  const ann = await member.signUp();
  const answer = await sendUpdate(ann, input);
  expect(answer).toMatchObject({ appCode: 'INPUT_INVALID', httpStatus: 400, fields });
  expect(await eventsOf(ann)).toEqual([]);
});

test.each(['javascript:alert(1)', 'ftp://ann.example.com', 'ann.example.com', 'https://localhost'])(
  '%s is no website',
  async (websiteUrl) => {
    const answer = await sendUpdate(await member.signUp(), { websiteUrl });
    expect(answer).toMatchObject({ appCode: 'INPUT_INVALID' });
  },
);

test('what the service decides cannot be sent', async () => {
  const ann = await member.signUp();
  const before = await member.deps.db.member.findUniqueOrThrow({ where: { id: ann.id } });
  for (const field of [
    'id',
    'email',
    'emailVerified',
    'emailVerifiedAt',
    'handle',
    'handleKey',
    'roles',
    'visibility',
    'disabledAt',
    'followerCount',
    'createdAt',
    '__proto__',
  ]) {
    const body = `{"displayName":"Eve","${field}":"ADMIN"}`;
    expect(await sendUpdate(ann, JSON.parse(body))).toMatchObject({ appCode: 'INPUT_INVALID' });
  }
  expect(await member.deps.db.member.findUnique({ where: { id: ann.id } })).toEqual(before);
});

test('a visibility is set, told, and refused when there is no such', async () => {
  const ann = await member.signUp();
  const { profile } = member.as(ann);
  const me = await profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  expect(me.visibility).toBe('FOLLOWERS');
  expect(await eventsOf(ann)).toMatchObject([
    {
      type: 'member.visibility_changed',
      data: { memberId: ann.id, visibility: 'FOLLOWERS', previousVisibility: 'PUBLIC' },
    },
  ]);
  const visibility = 'SECRET' as 'PUBLIC'; // what no typed client can send
  await expect(profile.setVisibility.mutate({ visibility })).rejects.toMatchObject({
    data: { appCode: 'INPUT_INVALID', fields: { visibility: 'invalid' } },
  });
});

test('who is not logged in, or disabled, changes nothing', async () => {
  const { profile } = member.anyone;
  const refused = { data: { appCode: 'UNAUTHENTICATED', httpStatus: 401 } };
  await expect(profile.update.mutate({ bio: 'x' })).rejects.toMatchObject(refused);
  await expect(profile.changeHandle.mutate({ handle: 'nobody_1' })).rejects.toMatchObject(refused);
  const visibility = 'PRIVATE';
  await expect(profile.setVisibility.mutate({ visibility })).rejects.toMatchObject(refused);

  const gone = await member.signUp();
  const where = { id: gone.id };
  await member.deps.db.member.update({ where, data: { disabledAt: new Date() } });
  const notFound = { data: { appCode: 'MEMBER_NOT_FOUND' } };
  const mine = member.as(gone).profile;
  await expect(mine.update.mutate({ bio: 'x' })).rejects.toMatchObject(notFound);
  await expect(mine.setVisibility.mutate({ visibility })).rejects.toMatchObject(notFound);
});

/** Past the types, as somebody who wants to break in would. */
async function sendUpdate(person: Person, input: object): Promise<unknown> {
  const update = member.as(person).profile.update.mutate(input);
  const error: unknown = await update.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return Object(error)['data'];
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
