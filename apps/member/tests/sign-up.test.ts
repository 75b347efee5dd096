import { expect, test } from 'vitest';

import { anyone, claimsOf, startTestMember } from './_harness.ts';

test('who signs up is a member, logged in, and is told once', async () => {
  await using member = await startTestMember();
  const input = {
    ...anyone(),
    email: '  Ann@Example.COM ',
    handle: 'Ann_1',
    displayName: ' Ann  ',
  };
  const answer = await member.send({ procedure: 'auth.signUp', input });

  expect(answer.status).toBe(200);
  expect(answer.data).toMatchObject({
    member: {
      handle: 'Ann_1',
      displayName: 'Ann',
      email: 'ann@example.com',
      emailVerified: false,
      roles: ['MEMBER'],
      visibility: 'PUBLIC',
      followerCount: 0,
      bio: '',
      websiteUrl: null,
    },
  });
  const events = await member.deps.db.outbox.findMany();
  expect(events.map((row) => row.event)).toMatchObject([
    { type: 'member.signed_up', data: { handle: 'Ann_1', displayName: 'Ann' } },
  ]);
});

test('the tokens travel where they should and nowhere else', async () => {
  const now = new Date();
  await using member = await startTestMember({}, { now: () => now });
  const answer = await member.send({ procedure: 'auth.signUp', input: anyone() });
  const { accessToken } = answer.data as { accessToken: string };

  expect(answer.headers.get('authorization')).toBe(`Bearer ${accessToken}`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const refresh = answer.cookies.get('__Host-refresh');
  expect(refresh?.attributes).toEqual([
    'HttpOnly',
    'Max-Age=2592000',
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ]);
  expect(answer.cookies.get('signed-in')).toEqual({
    value: '1',
    attributes: ['Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'],
  });
  expect(answer.text).not.toContain(refresh?.value);
  expect(claimsOf(accessToken)).toMatchObject({
    iss: 'dailyfeed',
    aud: 'dailyfeed-api',
    roles: ['MEMBER'],
    amr: ['pwd'],
  });
});

test.each([
  ['http://localhost:8080', 'refresh'],
  ['http://127.0.0.1:8080', 'refresh'],
  ['http://[::1]:8080', 'refresh'],
  ['http://dailyfeed.example', '__Host-refresh'],
  ['https://localhost', '__Host-refresh'],
])('a page of %s gets the cookie %s', async (origin, cookie) => {
  await using member = await startTestMember({ PUBLIC_ORIGINS: origin });
  for (const headers of [{ origin }, {}]) {
    const answer = await member.send({ procedure: 'auth.signUp', input: anyone(), headers });
    expect([...answer.cookies.keys()]).toEqual([cookie, 'signed-in']);
    const isSecure = answer.cookies.get(cookie)?.attributes.includes('Secure');
    expect(isSecure).toBe(cookie !== 'refresh');
  }
});

test('with a public page beside a local one, only the local one gets the plain cookie', async () => {
  const [site, local] = ['https://dailyfeed.example', 'http://localhost:8080'];
  await using member = await startTestMember({ PUBLIC_ORIGINS: `${site},${local}` });
  const cookieFor = async (headers: Record<string, string>): Promise<string | undefined> => {
    const answer = await member.send({ procedure: 'auth.signUp', input: anyone(), headers });
    return answer.cookies.keys().next().value;
  };
  expect(await cookieFor({ origin: local })).toBe('refresh');
  expect(await cookieFor({ origin: site })).toBe('__Host-refresh');
  expect(await cookieFor({ origin: 'http://localhost:9999' })).toBe('__Host-refresh');
  expect(await cookieFor({})).toBe('__Host-refresh');
});

test('what is optional is kept, and what the server decides cannot be sent', async () => {
  await using member = await startTestMember();
  const person = await member.signUp({
    bio: 'Hello\nthere',
    location: 'Seoul',
    websiteUrl: 'https://ann.example',
    language: 'ko',
  });
  const me = await member.as(person).profile.me.query();
  expect(me).toMatchObject({
    bio: 'Hello\nthere',
    location: 'Seoul',
    websiteUrl: 'https://ann.example',
    language: 'ko',
  });

  for (const field of ['roles', 'emailVerified', 'id', 'visibility', 'disabledAt']) {
    const input = { ...anyone(), [field]: ['ADMIN'] };
    const answer = await member.send({ procedure: 'auth.signUp', input });
    expect(answer).toMatchObject({ status: 400, fields: { [field]: 'unknown_field' } });
  }
});

test('what does not fit is refused by field and reason, and nothing is written', async () => {
  await using member = await startTestMember();
  for (const [field, value, problem] of [
    ['email', 'nobody', 'invalid_email'],
    ['email', undefined, 'required'],
    ['password', 'short', 'too_short'],
    ['password', 'x'.repeat(129), 'too_long'],
    ['password', 'Password123', 'common_password'],
    ['handle', 'no', 'too_short'],
    ['handle', 'a-b-c', 'invalid_handle'],
    ['handle', '한글이름', 'invalid_handle'],
    ['handle', 'Admin', 'reserved'],
    ['displayName', ' \u200b ', 'required'],
    ['displayName', 'x'.repeat(51), 'too_long'],
    ['bio', 'x'.repeat(501), 'too_long'],
    ['bio', 'be\u0007ll', 'control_characters'],
    ['websiteUrl', 'javascript:alert(1)', 'invalid_url'],
    ['language', 'xx', 'invalid'],
  ] as const) {
    const input = { ...anyone(), [field]: value };
    const answer = await member.send({ procedure: 'auth.signUp', input });
    const expected = { status: 400, appCode: 'INPUT_INVALID', fields: { [field]: problem } };
    expect.soft(answer, `${field} ${value}`).toMatchObject(expected);
    expect(answer.cookies.size).toBe(0);
  }
  expect(await member.deps.db.member.count()).toBe(0);
  expect(await member.deps.db.outbox.count()).toBe(0);
});

test('a handle or e-mail address that someone has is refused by name, whatever its capitals', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp({ handle: 'Ann' });

  const sameHandle = { ...anyone(), handle: 'aNN' };
  expect(await member.send({ procedure: 'auth.signUp', input: sameHandle })).toMatchObject({
    status: 409,
    appCode: 'HANDLE_TAKEN',
    fields: { handle: 'taken' },
  });
  const sameEmail = { ...anyone(), email: ann.email.toUpperCase() };
  expect(await member.send({ procedure: 'auth.signUp', input: sameEmail })).toMatchObject({
    status: 409,
    appCode: 'EMAIL_TAKEN',
    fields: { email: 'taken' },
  });
  const both = { ...anyone(), email: ann.email, handle: 'ann' };
  expect(await member.send({ procedure: 'auth.signUp', input: both })).toMatchObject({
    status: 409,
    fields: { email: 'taken', handle: 'taken' },
  });
  expect(await member.deps.db.member.count()).toBe(1);
});

test.each(['handle', 'email'] as const)(
  'of many who want one %s at once, one gets it and the rest are told',
  async (field) => {
    await using member = await startTestMember();
    const wanted = anyone()[field];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        member.send({ procedure: 'auth.signUp', input: { ...anyone(), [field]: wanted } }),
      ),
    );
    const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array<number>(19).fill(409)]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(answer.appCode).toBe(field === 'handle' ? 'HANDLE_TAKEN' : 'EMAIL_TAKEN');
      expect(answer.fields).toEqual({ [field]: 'taken' });
    }
    expect(await member.deps.db.member.count()).toBe(1);
    expect(await member.deps.db.refreshToken.count()).toBe(1);
    expect(await member.deps.db.outbox.count()).toBe(1);
  },
);

test('the password is kept as argon2id only', async () => {
  await using member = await startTestMember();
  const { id } = await member.signUp();
  const { hash } = await member.deps.db.passwordCredential.findUniqueOrThrow({
    where: { memberId: id },
  });
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('a form from another site signs nobody up', async () => {
  await using member = await startTestMember();
  const form = new FormData();
  for (const [name, value] of Object.entries(anyone())) form.set(name, String(value));
  const answer = await member.send({ path: '/trpc/auth.signUp', method: 'POST', body: form });
  expect(answer.status).toBe(415);
  expect(await member.deps.db.member.count()).toBe(0);
});
